package dev.cairn.server.publish;

/** Ends what was subscribed to when it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
