package dev.cairn.server.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.fsck.Finding;
import dev.cairn.server.fsck.PlainNote;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pass finds in a damaged store, and that it names the right place. */
final class SweepTest {
  private static final int SIZE = 5_000;
  private static final Hash OTHER = new TreeHasher().leaf("other".getBytes(UTF_8));

  private final List<String> findings = new ArrayList<>();
  private final List<String> edge = new ArrayList<>();
  private final FakeTime time = new FakeTime();
  private MemoryLogStore store;
  private TreeHead published = TreeHead.EMPTY;

  @BeforeEach
  void fill() {
    fill(SIZE);
  }

  private void fill(int size) {
    store = FilledStore.of(size);
    published = store.head();
  }

  private List<String> sweep() throws InterruptedException {
    Sweep sweep =
        new Sweep(
            store,
            () -> published,
            PlainNote::open,
            new Pace(1 << 20, time::nanos, time),
            findings::add,
            edge::add);
    Position position = Position.START;
    while (position.part() != Position.Part.DONE) {
      position = sweep.step(position, published.size());
    }
    return findings;
  }

  private void assertFinds(Finding... expected) throws InterruptedException {
    assertEquals(List.of(expected).stream().map(Finding::message).toList(), sweep());
  }

  @Test
  void aWholeStoreHasNoFindings() throws InterruptedException {
    assertFinds();
    assertEquals(List.of(), edge);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 4_095, 4_096, 4_097, 8_192})
  void noSizeIsFoundDamaged(int size) throws InterruptedException {
    fill(size);
    assertFinds();
    assertEquals(List.of(), edge);
  }

  @Test
  void aTreeThatHasGrownSinceIsFoundWhole() throws InterruptedException {
    TreeHead before = published;
    FilledStore.grow(store, 10_000);
    assertFinds();
    published = before;
    assertFinds();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 4_095, 4_096, 4_999})
  void anEntryThatWasChangedIsNamed(int index) throws InterruptedException {
    store.entries.set(index, "forged".getBytes(UTF_8));
    assertFinds(new Finding.WrongEntry(index));
    assertEquals(List.of(), edge, "the log can go on");
  }

  @Test
  void whatIsBehindAnEntryThatCannotBeReadIsChecked() throws InterruptedException {
    for (int index : List.of(10, 11, 12, 500, 4_095, 4_096)) {
      store.entries.set(index, new byte[0]);
    }
    store.entries.set(5, "forged".getBytes(UTF_8));
    store.entries.set(3_000, "forged".getBytes(UTF_8));
    assertFinds(
        new Finding.UnreadableEntry(10, "entry 10 is damaged"),
        new Finding.UnreadableEntry(500, "entry 500 is damaged"),
        new Finding.UnreadableEntry(4_095, "entry 4095 is damaged"),
        new Finding.WrongEntry(5),
        new Finding.WrongEntry(3_000),
        new Finding.UnreadableEntry(4_096, "entry 4096 is damaged"));
  }

  /** The entry fits the signed head, so that it is the hash that is wrong. */
  @ParameterizedTest
  @ValueSource(ints = {0, 17, 1_024, 4_095, 4_096})
  void aLeafHashThatWasChangedIsNamed(int index) throws InterruptedException {
    store.hashes.getFirst().set(index, OTHER);
    assertFinds(new Finding.WrongNode(0, index));
  }

  @Test
  void aLeafHashWithItsEntryIsNotBelieved() throws InterruptedException {
    byte[] forged = "forged".getBytes(UTF_8);
    store.entries.set(33, forged);
    store.hashes.getFirst().set(33, new TreeHasher().leaf(forged));
    assertFinds(new Finding.WrongNode(4, 2));
  }

  @ParameterizedTest
  @CsvSource({"4,37", "4,255", "4,256", "4,280", "8,2", "8,15"})
  void aNodeThatWasChangedIsNamedAndNoOther(int level, int position) throws InterruptedException {
    store.hashes.get(level / 4).set(position, OTHER);
    assertFinds(new Finding.WrongNode(level, position));
  }

  /** What is computed of a wrong node is found too: nobody can tell which of the two it is. */
  @ParameterizedTest
  @CsvSource({"12,3,16,0", "12,31,16,1", "16,0,16,0", "16,1,16,1"})
  void aNodeAboveTheBlocksIsNamed(int level, int position, int levelAbove, int above)
      throws InterruptedException {
    fill(140_000);
    store.hashes.get(level / 4).set(position, OTHER);
    Set<String> expected = new HashSet<>();
    expected.add(new Finding.WrongNode(level, position).message());
    expected.add(new Finding.WrongNode(levelAbove, above).message());
    Set<String> found = new HashSet<>(sweep());
    found.removeIf(finding -> finding.startsWith("the tree head of size 140000 is wrong"));
    assertEquals(expected, found);
  }

  @Test
  void aNodeThatIsMissingIsNamed() throws InterruptedException {
    store.hashes.get(2).removeLast();
    String reason = "a node of level 8 is missing";
    List<String> found = sweep();
    assertTrue(
        found.contains(new Finding.UnreadableNode(8, 18, reason).message()), found::toString);
    assertEquals("the tree head of size 5000 is wrong: " + reason, edge.getFirst());
  }

  @Test
  void hashesThatAreMissingAreComputed() throws InterruptedException {
    store.hashes.getFirst().subList(4_992, SIZE).clear();
    store.entries.set(4_100, "forged".getBytes(UTF_8));
    String reason = "a node of level 0 is missing";
    List<String> found = sweep();
    assertTrue(
        found.contains(new Finding.UnreadableNode(0, 4_992, reason).message()), found::toString);
    assertTrue(found.contains(new Finding.WrongNode(4, 256).message()), found::toString);
  }

  @Test
  void aWrongRightEdgeIsToldTheLog() throws InterruptedException {
    store.hashes.get(3).set(0, OTHER);
    List<String> found = sweep();
    assertEquals(new Finding.WrongNode(12, 0).message(), found.getFirst());
    assertTrue(found.get(1).startsWith("the tree head of size 5000 is wrong"), found::toString);
    assertEquals(found.get(1), edge.getFirst());
  }

  @Test
  void aHeadOfAnotherTreeIsNotBelieved() throws InterruptedException {
    published = new TreeHead(SIZE, OTHER);
    assertTrue(sweep().getFirst().startsWith("the tree head of size 5000 is wrong"));
    assertEquals(1, edge.stream().distinct().count());
  }

  @Test
  void aKeyOfEntriesThatAreNotThereIsNamed() throws InterruptedException {
    Map<String, KeyUse> keys = new HashMap<>(store.keys);
    for (int i = 0; i < 2_000; i++) {
      keys.put("more " + i, new KeyUse(i, 1));
    }
    keys.put("late", new KeyUse(SIZE - 1, 2));
    store.keys = keys;
    assertFinds(new Finding.WrongKey("late", new KeyUse(SIZE - 1, 2)));
  }

  @Test
  void checkpointsThatAreNotOfTheTreeAreNamed() throws InterruptedException {
    TreeMap<Long, byte[]> checkpoints = new TreeMap<>(store.checkpoints);
    checkpoints.put(10L, PlainNote.of(new TreeHead(10, OTHER)).note());
    checkpoints.put(11L, PlainNote.of(new TreeHead(12, OTHER)).note());
    checkpoints.put(13L, ("13 " + OTHER + " unsigned").getBytes(UTF_8));
    checkpoints.put(6_000L, PlainNote.of(new TreeHead(6_000, OTHER)).note());
    store.checkpoints = checkpoints;
    List<String> found = sweep();
    assertEquals(4, found.size(), found::toString);
    for (int i = 0; i < 4; i++) {
      String size = List.of("10", "11", "13", "6000").get(i);
      assertTrue(
          found.get(i).startsWith("the checkpoint of size " + size + " is"), found::toString);
    }
  }

  @Test
  void readingKeepsToItsRate() throws InterruptedException {
    fill(40_000);
    Pace pace = new Pace(10_000, time::nanos, time);
    Sweep sweep =
        new Sweep(store, () -> published, PlainNote::open, pace, findings::add, edge::add);
    Position position = Position.START;
    while (position.part() != Position.Part.DONE) {
      position = sweep.step(position, published.size());
    }
    assertTrue(pace.bytes() > 40_000 * 40, "all was read");
    assertEquals(pace.bytes() / 10_000, time.nanos() / 1_000_000_000, "as slowly as it should be");
    assertTrue(time.pauses.size() > 40_000 / 256, "in short readings");
  }

  @Test
  void timeThatWasNotUsedIsNotMadeUpFor() throws InterruptedException {
    Pace pace = new Pace(1_000, time::nanos, time);
    time.pause(3_600_000_000_000L);
    time.pauses.clear();
    pace.spend(500);
    pace.spend(500);
    assertEquals(List.of(500_000_000L, 500_000_000L), time.pauses);
  }
}
