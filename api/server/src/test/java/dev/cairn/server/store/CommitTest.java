package dev.cairn.server.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitTest {
  private final Commit whole = new TreeGrowth().next(Collections.nCopies(300, new byte[] {1}));

  private Commit with(List<byte[]> entries, List<HashRun> hashes) {
    return new Commit(whole.expected(), whole.next(), entries, hashes, Map.of(), List.of());
  }

  private void assertRefused(List<HashRun> hashes) {
    assertThrows(IllegalArgumentException.class, () -> with(whole.entries(), hashes));
  }

  @Test
  void isRefusedUnlessTheSizesFit() {
    assertThrows(
        IllegalArgumentException.class,
        () -> with(whole.entries().subList(1, 300), whole.hashes()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536})
  void isRefusedWithAnEntryThatIsEmptyOrTooLong(int length) {
    List<byte[]> entries = new ArrayList<>(whole.entries());
    entries.set(17, new byte[length]);
    assertThrows(IllegalArgumentException.class, () -> with(entries, whole.hashes()));
  }

  @Test
  void isRefusedUnlessItHasExactlyTheNodesThatItCompletes() {
    List<HashRun> runs = whole.hashes(); // 300 of level 0, 18 of level 4, 1 of level 8
    assertRefused(List.of());
    assertRefused(runs.subList(0, 2));
    assertRefused(runs.subList(1, 3));
    assertRefused(List.of(runs.get(1), runs.get(0), runs.get(2)));
    HashRun level4 = runs.get(1);
    HashRun shorter = new HashRun(4, 0, level4.hashes().subList(0, 17));
    assertRefused(List.of(runs.get(0), shorter, runs.get(2)));
    HashRun later = new HashRun(4, 1, level4.hashes());
    assertRefused(List.of(runs.get(0), later, runs.get(2)));
    List<HashRun> more = new ArrayList<>(runs);
    more.add(new HashRun(12, 0, level4.hashes().subList(0, 1)));
    assertRefused(more);
  }

  @Test
  void isEmptyWithoutEntriesAndCheckpoints() {
    assertFalse(whole.isEmpty());
    TreeGrowth growth = new TreeGrowth();
    assertTrue(growth.next(List.of()).isEmpty());
    List<PublishedCheckpoint> checkpoints = List.of(new PublishedCheckpoint(0, new byte[1]));
    assertFalse(growth.next(List.of()).with(checkpoints).isEmpty());
  }
}
