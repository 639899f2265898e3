package dev.cairn.client.audit;

/** What an audit looks at. */
public enum Depth {
  /** The signed heads: every one is of one history with the others. */
  HEADS,
  /** Also every entry: downloaded, hashed again, and compared with every head. */
  ENTRIES
}
