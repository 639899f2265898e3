package dev.cairn.bench.scale;

/** What carries an idempotency key. */
enum Keys {
  /** Nothing; entries come in batches. */
  NONE(""),
  /** Each batch. */
  BATCH(" with keys of batches"),
  /** Each entry; entries come on a stream. */
  ENTRY(" with keys of entries");

  private final String suffix;

  Keys(String suffix) {
    this.suffix = suffix;
  }

  /** What the names of figures end with. */
  String suffix() {
    return suffix;
  }
}
