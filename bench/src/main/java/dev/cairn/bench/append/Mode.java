package dev.cairn.bench.append;

/** How entries are sent. */
enum Mode {
  /** One entry a call, many calls at a time. */
  UNARY(256, "unary_to_echo"),
  /** One entry a message, on one stream a connection. */
  STREAM(1_024, "stream_to_echo"),
  /** Many entries a call. */
  BATCH(4, "batch_to_lmdb"),
  /** One entry a call, one call at a time. */
  LONE(1, "lone_p50_to_fdatasync");

  private final int defaultConcurrency;
  private final String ratio;

  Mode(int defaultConcurrency, String ratio) {
    this.defaultConcurrency = defaultConcurrency;
    this.ratio = ratio;
  }

  /** The requests in flight where nothing else is asked for. */
  int defaultConcurrency() {
    return defaultConcurrency;
  }

  /** The name of what the mode is judged by. */
  String ratio() {
    return ratio;
  }

  /** As on the command line. */
  String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
