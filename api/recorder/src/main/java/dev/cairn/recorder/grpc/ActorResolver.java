package dev.cairn.recorder.grpc;

import dev.cairn.audit.v1.Actor;

/** Says who calls. */
@FunctionalInterface
public interface ActorResolver {
  /** The peer as TLS has shown it, or else {@code anonymous}. */
  ActorResolver PEER = Peers::actor;

  /**
   * Who calls. It is asked when the call arrives, in its thread and Context, and must not block.
   * What authenticates callers further in says it to {@link CurrentCall} instead.
   *
   * @return a valid actor; if it throws, the actor is {@code unknown} and the failure is logged
   */
  Actor resolve(CallDetails call);
}
