package dev.cairn.server.search.lmdb;

import java.util.Locale;

/** A table of the index's file. Keys are ordered as unsigned bytes. */
public enum Table {
  /** The terms of the segments. */
  BLOCKS,
  /** The segments. */
  SEGMENTS,
  /** The producers. */
  PRODUCERS,
  /** What index this is. */
  META;

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
