package dev.cairn.server.publish;

/** Remembers the newest publication apart from the log's store. */
@FunctionalInterface
public interface PublicationMemory {
  /**
   * Remembers a publication; durable once this returns.
   *
   * @throws java.io.UncheckedIOException if it is not, or if that is unknown
   */
  void remember(Publication publication);
}
