package dev.cairn.server.publish;

/** No further checkpoint will come from this publisher. */
public final class PublisherStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says so. */
  public PublisherStoppedException() {
    super("the log publishes no more checkpoints");
  }
}
