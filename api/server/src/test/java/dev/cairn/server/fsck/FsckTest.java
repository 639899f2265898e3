package dev.cairn.server.fsck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FsckTest {
  private static final int SIZE = 5_000;
  private static final Hash OTHER = new TreeHasher().leaf("other".getBytes(UTF_8));

  private final MemoryLogStore store = new MemoryLogStore();
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void fill() {
    TreeGrowth growth = new TreeGrowth();
    for (int i = 0; i < SIZE; i += 100) {
      List<byte[]> entries = new ArrayList<>();
      for (int j = i; j < i + 100; j++) {
        entries.add(("entry " + j).getBytes(UTF_8));
      }
      Map<String, KeyUse> keys = Map.of("key " + i, new KeyUse(i, 100));
      store.commit(growth.next(entries, keys).with(List.of(PlainNote.of(growth.head()))));
    }
  }

  private FsckReport check() {
    Fsck fsck =
        new Fsck(PlainNote::open, (part, done, total) -> progress.add(part + " " + done + total));
    return fsck.check(store);
  }

  private void assertFinds(Finding... findings) {
    FsckReport report = check();
    assertEquals(List.of(findings), report.findings());
    assertEquals(0, report.moreFindings());
    assertFalse(report.isClean());
    for (Finding finding : report.findings()) {
      assertFalse(finding.message().isBlank());
    }
  }

  @Test
  void findsNothingInAWholeStore() {
    FsckReport report = check();
    assertEquals(List.of(), report.findings());
    assertTrue(report.isClean());
    assertEquals(store.head(), report.head());
    assertEquals(SIZE, report.entries());
    assertEquals(SIZE / 16 + SIZE / 256 + SIZE / 4096, report.nodes());
    assertEquals(50, report.keys());
    assertEquals(50, report.checkpoints());
    assertTrue(progress.contains("TREE 50005000"));
    assertTrue(progress.contains("KEYS 5050"));
    assertTrue(progress.contains("CHECKPOINTS 5050"));
  }

  @Test
  void findsNothingInAnEmptyStore() {
    FsckReport report = new Fsck(PlainNote::open, (_, _, _) -> {}).check(new MemoryLogStore());
    assertTrue(report.isClean());
    assertEquals(TreeHead.EMPTY, report.head());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_023, 1_024, 4_095, 4_096, 4_999})
  void namesAnEntryThatWasChanged(int index) {
    store.entries.set(index, "forged".getBytes(UTF_8));
    assertFinds(new Finding.WrongEntry(index));
  }

  @Test
  void namesAnEntryThatIsMissing() {
    store.entries.subList(4_997, SIZE).clear();
    assertFinds(new Finding.UnreadableEntry(4_997, "entry 4997 is missing"));
  }

  @Test
  void goesOnBehindEntriesThatCannotBeRead() {
    for (int index : List.of(10, 11, 12, 500, 4_095, 4_096)) {
      store.entries.set(index, new byte[0]);
    }
    store.entries.set(5, "forged".getBytes(UTF_8));
    store.entries.set(3_000, "forged".getBytes(UTF_8));
    assertFinds(
        new Finding.WrongEntry(5),
        new Finding.UnreadableEntry(10, "entry 10 is damaged"),
        new Finding.UnreadableEntry(500, "entry 500 is damaged"),
        new Finding.WrongEntry(3_000),
        new Finding.UnreadableEntry(4_095, "entry 4095 is damaged"),
        new Finding.UnreadableEntry(4_096, "entry 4096 is damaged"));
    assertEquals(SIZE - 6, check().entries());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 17, 1_024, 4_095, 4_096, 4_990})
  void namesALeafHashThatWasChanged(int index) {
    store.checkpoints = new TreeMap<>();
    store.hashes.getFirst().set(index, OTHER);
    assertFinds(new Finding.WrongEntry(index), new Finding.WrongNode(4, index / 16));
  }

  @Test
  void namesALeafHashAtTheEdgeThatWasChanged() {
    store.hashes.getFirst().set(4_999, OTHER);
    List<Finding> findings = check().findings();
    assertEquals(new Finding.WrongEntry(4_999), findings.getFirst());
    assertTrue(findings.get(1) instanceof Finding.WrongHead, findings::toString);
  }

  @Test
  void namesANodeThatWasChanged() {
    store.checkpoints = new TreeMap<>();
    store.hashes.get(1).set(37, OTHER);
    assertFinds(new Finding.WrongNode(4, 37), new Finding.WrongNode(8, 2));
  }

  @Test
  void namesTheTopNodeThatWasChanged() {
    store.checkpoints = new TreeMap<>();
    store.hashes.get(3).set(0, OTHER);
    List<Finding> findings = check().findings();
    assertEquals(new Finding.WrongNode(12, 0), findings.getFirst());
    assertTrue(findings.get(1) instanceof Finding.WrongHead, findings::toString);
  }

  @Test
  void namesANodeThatIsMissing() {
    store.checkpoints = new TreeMap<>();
    store.hashes.get(2).removeLast();
    List<Finding> findings = check().findings();
    assertEquals(
        new Finding.UnreadableNode(8, 18, "a node of level 8 is missing"), findings.getFirst());
  }

  @Test
  void refusesAnotherHead() {
    store.head(new TreeHead(SIZE, OTHER));
    List<Finding> findings = check().findings();
    assertTrue(findings.getFirst() instanceof Finding.WrongHead, findings::toString);
  }

  @Test
  void endsWithAHeadThatIsFarTooLarge() {
    store.head(new TreeHead(Long.MAX_VALUE, OTHER));
    assertEquals(
        new Finding.UnreadableNode(0, SIZE, "a node of level 0 is missing"),
        check().findings().getFirst());
  }

  @Test
  void namesAKeyOfEntriesThatAreNotThere() {
    Map<String, KeyUse> keys = new HashMap<>(store.keys);
    keys.put("late", new KeyUse(SIZE - 1, 2));
    store.keys = keys;
    assertFinds(new Finding.WrongKey("late", new KeyUse(SIZE - 1, 2)));
  }

  @Test
  void namesCheckpointsThatAreNotOfTheTree() {
    TreeMap<Long, byte[]> checkpoints = new TreeMap<>(store.checkpoints);
    checkpoints.put(10L, PlainNote.of(new TreeHead(10, OTHER)).note());
    checkpoints.put(11L, PlainNote.of(new TreeHead(12, OTHER)).note());
    checkpoints.put(12L, "12 34 signed".getBytes(UTF_8));
    checkpoints.put(13L, ("13 " + OTHER + " unsigned").getBytes(UTF_8));
    checkpoints.put(6_000L, PlainNote.of(new TreeHead(6_000, OTHER)).note());
    store.checkpoints = checkpoints;
    assertFinds(
        new Finding.WrongCheckpoint(10, "the tree had another root at that size"),
        new Finding.WrongCheckpoint(11, "it states the size 12"),
        new Finding.WrongCheckpoint(
            12, "it does not open: a hash in hexadecimal has 64 digits, not 2"),
        new Finding.WrongCheckpoint(13, "it does not open: the signature is wrong"),
        new Finding.WrongCheckpoint(6_000, "the tree has only 5000 entries"));
  }

  @Test
  void readsMoreCheckpointsThanFitAPage() {
    TreeGrowth growth = TreeGrowth.of(store);
    List<PublishedCheckpoint> more = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      growth.next(List.of(new byte[] {1}));
      more.add(PlainNote.of(growth.head()));
    }
    store.commit(TreeGrowth.of(store).next(List.of()).with(more));
    FsckReport report = check();
    assertEquals(2_050, report.checkpoints());
    assertEquals(FsckReport.MAX_FINDINGS, report.findings().size());
    assertEquals(2_000 - FsckReport.MAX_FINDINGS, report.moreFindings());
  }
}
