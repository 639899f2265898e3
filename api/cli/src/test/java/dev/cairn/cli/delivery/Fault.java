package dev.cairn.cli.delivery;

/** What a network can do to one connection. */
enum Fault {
  /** Nothing. */
  NONE,
  /** It is cut, in the middle of whatever is said. */
  CUT,
  /**
   * What the client sends is delivered, and the connection is cut before the reply gets through.
   */
  LOSE_REPLY,
  /** Nothing goes to the log for a while. */
  STALL_TO_LOG,
  /** Nothing goes to the client for a while. */
  STALL_TO_CLIENT,
  /** Nothing goes either way for a while. */
  STALL_BOTH,
  /** Nothing goes either way any more, and nobody is told. */
  SWALLOW,
  /** It is slow. */
  SLOW
}
