package dev.cairn.bench.micro;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.TreeGrowth;
import java.util.Collections;

/** Makes one commit after the other, of entries of 200 bytes. */
final class NextCommit {
  private final TreeGrowth growth = new TreeGrowth();
  private final byte[] entry = new byte[200];

  Commit of(int entries) {
    return growth.next(Collections.nCopies(entries, entry));
  }
}
