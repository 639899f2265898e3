package dev.cairn.server.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.merkle.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunTest {
  private static final Span FIRST = new Span(0, Span.SMALLEST);

  @TempDir private Path path;
  private RunFolder folder = RunFolder.toWrite(Path.of(""));

  @BeforeEach
  void openFolder() {
    folder = RunFolder.toWrite(path);
  }

  private static Span span(int number) {
    return new Span((long) number * Span.SMALLEST, (number + 1L) * Span.SMALLEST);
  }

  private static Hash hash(Random random) {
    byte[] bytes = new byte[Hash.BYTES];
    random.nextBytes(bytes);
    return Hash.of(bytes);
  }

  private static Hash hash(int high, int middle, int low) {
    byte[] bytes = new byte[Hash.BYTES];
    bytes[0] = (byte) high;
    bytes[7] = (byte) middle;
    bytes[11] = (byte) low;
    return Hash.of(bytes);
  }

  private static Tail tail(Span span, Collection<Hash> hashes) {
    Tail tail = new Tail(span.first());
    hashes.forEach(tail::add);
    return tail;
  }

  /** All different, each found at its place: while in memory, and in the run. */
  private void assertFinds(Collection<Hash> hashes, Random random) throws IOException {
    Tail tail = tail(FIRST, hashes);
    assertEquals(hashes.size(), tail.size());
    try (Run run = folder.write(FIRST, tail)) {
      assertEquals(hashes.size(), run.count());
      long index = FIRST.first();
      for (Hash hash : hashes) {
        OptionalLong found = OptionalLong.of(index++);
        assertEquals(found, tail.find(Fingerprint.of(hash)), hash::toHex);
        assertEquals(found, run.find(Fingerprint.of(hash)), hash::toHex);
      }
      for (int i = 0; i < 1_000; i++) {
        assertEquals(OptionalLong.empty(), tail.find(Fingerprint.of(hash(random))));
        assertEquals(OptionalLong.empty(), run.find(Fingerprint.of(hash(random))));
      }
    }
  }

  @Test
  void findsEveryHashAndNoOther() throws IOException {
    Random random = new Random(1);
    for (int count : List.of(1, 2, 3, 10, 1_000, Span.SMALLEST)) {
      Set<Hash> hashes = new LinkedHashSet<>();
      while (hashes.size() < count) {
        hashes.add(hash(random));
      }
      assertFinds(hashes, random);
    }
  }

  /** Somebody may choose entries so that their hashes are not spread evenly. */
  @Test
  void findsHashesThatAreAllAlike() throws IOException {
    for (int high : List.of(0, 0x7f, 0x80, 0xff)) {
      List<Hash> hashes = new ArrayList<>();
      for (int i = 0; i < 256; i++) {
        for (int j = 0; j < 20; j++) {
          hashes.add(hash(high, i, j));
        }
      }
      Collections.shuffle(hashes, new Random(high));
      assertFinds(hashes, new Random(2));
    }
  }

  @Test
  void keepsTheFirstOfEqualFingerprints() throws IOException {
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      hashes.add(hash(200 + i, 0, 0));
    }
    byte[] bytes = new byte[Hash.BYTES];
    for (int i = 0; i < 50; i++) {
      bytes[20] = (byte) i;
      hashes.add(Hash.of(bytes));
    }
    Tail tail = tail(FIRST, hashes);
    assertEquals(OptionalLong.of(10), tail.find(Fingerprint.of(Hash.of(bytes))));
    try (Run run = folder.write(FIRST, tail)) {
      assertEquals(11, run.count());
      assertEquals(OptionalLong.of(10), run.find(Fingerprint.of(Hash.of(bytes))));
    }
  }

  private List<Run> eightRuns(Random random, Map<Fingerprint, Long> expected) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < Span.FAN_IN; i++) {
      List<Hash> hashes = new ArrayList<>();
      for (int j = 0; j < 700 * i; j++) {
        // Few enough different ones that many are in several runs.
        Hash hash = hash(random.nextInt(20), random.nextInt(20), random.nextInt(20));
        long index = span(i).first() + j;
        hashes.add(hash);
        expected.putIfAbsent(Fingerprint.of(hash), index);
      }
      runs.add(folder.write(span(i), tail(span(i), hashes)));
    }
    return runs;
  }

  @Test
  void mergesRunsALittleAtATime() throws IOException {
    Map<Fingerprint, Long> expected = new TreeMap<>();
    List<Run> runs = eightRuns(new Random(3), expected);
    Merge merge = folder.merge(span(0).merged().orElseThrow(), runs);
    int steps = 0;
    Optional<Run> merged = Optional.empty();
    while (merged.isEmpty()) {
      merged = merge.advance(97);
      steps++;
    }
    assertTrue(steps > 100, "in " + steps + " steps");
    try (Run run = merged.get()) {
      assertEquals(expected.size(), run.count());
      long record = 0;
      for (Map.Entry<Fingerprint, Long> entry : expected.entrySet()) {
        assertEquals(entry.getKey(), run.fingerprint(record));
        assertEquals(entry.getValue(), run.index(record));
        record++;
      }
    }
    runs.forEach(Run::close);
  }

  @Test
  void doesNotMergeWhatWasDamaged() throws IOException {
    List<Run> runs = eightRuns(new Random(4), new TreeMap<>());
    runs.forEach(Run::close);
    Path file = path.resolve(span(6).fileName());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    List<Run> reopened = folder.open(_ -> true);
    Merge merge = folder.merge(span(0).merged().orElseThrow(), reopened);
    IOException e = assertThrows(IOException.class, () -> merge.advance(1_000_000));
    assertEquals(file + " is damaged", e.getMessage());
    merge.close();
    reopened.forEach(Run::close);
  }

  @Test
  void opensOnlyWholeRunsWithoutAGap() throws IOException {
    eightRuns(new Random(5), new TreeMap<>()).forEach(Run::close);
    Files.write(path.resolve("0000000000000000-0000000000080000.run.tmp"), new byte[100]);
    Files.write(path.resolve("something"), new byte[100]);
    byte[] fifth = Files.readAllBytes(path.resolve(span(5).fileName()));
    Files.write(path.resolve(span(5).fileName()), new byte[fifth.length]);
    List<Run> runs = folder.open(_ -> true);
    assertEquals(
        List.of(span(0), span(1), span(2), span(3), span(4)),
        runs.stream().map(Run::span).toList());
    runs.forEach(Run::close);
    try (var files = Files.list(path)) {
      assertEquals(5, files.count());
    }
  }

  @Test
  void prefersTheLargerOfTwoThatBeginAlike() throws IOException {
    List<Run> runs = eightRuns(new Random(6), new TreeMap<>());
    Span span = span(0).merged().orElseThrow();
    folder.merge(span, runs).advance(1_000_000).orElseThrow().close();
    runs.forEach(Run::close);
    List<Run> opened = folder.open(_ -> true);
    assertEquals(List.of(span), opened.stream().map(Run::span).toList());
    opened.forEach(Run::close);
    try (var files = Files.list(path)) {
      assertArrayEquals(new Object[] {path.resolve(span.fileName())}, files.toArray());
    }
  }

  @Test
  void refusesAFileThatIsNotWhole() throws IOException {
    List<Hash> hashes = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      hashes.add(hash(random));
    }
    folder.write(FIRST, tail(FIRST, hashes)).close();
    Path file = path.resolve(FIRST.fileName());
    byte[] whole = Files.readAllBytes(file);
    for (int length : List.of(0, 1, 31, 32, 48, whole.length - 16, whole.length - 1)) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThrows(IOException.class, () -> Run.open(path, FIRST).close(), "length " + length);
    }
    for (int offset = whole.length - 32; offset < whole.length - 4; offset++) {
      byte[] damaged = whole.clone();
      damaged[offset] ^= 1;
      Files.write(file, damaged);
      assertThrows(IOException.class, () -> Run.open(path, FIRST).close(), "byte " + offset);
    }
    assertFalse(Files.exists(path.resolve("none")));
  }
}
