package dev.cairn.recorder.grpc;

import com.google.protobuf.Message;
import dev.cairn.audit.v1.Target;
import java.util.List;

/** Says what a call acts upon. */
@FunctionalInterface
public interface TargetResolver {
  /** Nothing, unless the handler says it to {@link CurrentCall}. */
  TargetResolver NONE = (method, request) -> List.of();

  /**
   * What a call acts upon, by its first request, whatever its rule's level. It is asked outside of
   * the call's thread.
   *
   * @param method the full name: {@code shop.v1.Orders/PlaceOrder}
   * @param request as it was sent; nothing is left out
   * @return valid targets, at most 32; if it throws, there are none and the failure is logged
   */
  List<Target> resolve(String method, Message request);
}
