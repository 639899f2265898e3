package dev.cairn.recorder;

/** What happens to an event that cannot go on at once. It is never dropped without a word. */
public enum Pressure {
  /** It waits for room, up to the time of the configuration; then its future fails. */
  BLOCK,
  /** It is accepted while the outbox has room, whether or not the log is there; then it fails. */
  SPOOL,
  /** It fails at once while the log cannot be reached or there is no room. */
  FAIL
}
