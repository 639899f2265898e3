package dev.cairn.server.search;

import java.util.List;

/** Reads entries that a search may return: verified, or not at all. */
@FunctionalInterface
public interface EntryReader {
  /** The entries at {@code indexes}, in their order; 1 to 64 of them. */
  List<byte[]> entries(List<Long> indexes);
}
