package dev.cairn.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.search.lmdb.IndexFile;
import dev.cairn.server.search.lmdb.Table;
import dev.cairn.tree.merkle.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing, damaged or of another log is built anew. */
final class DamagedIndexTest extends EventIndexFixture {
  private final Random random = new Random(11);

  @BeforeEach
  void writeAnIndex() throws Exception {
    log.appendRandom(random, 3_000);
    startAndFollow().close();
  }

  private Path file() {
    return folder().resolve("data.mdb");
  }

  private void assertIsBuiltAnew() throws Exception {
    try (EventIndex index = startAndFollow()) {
      assertFindsEverything(index);
      assertEquals(3, index.producers("", "", 10).producers().size());
    }
  }

  /** Changes the values of some rows. */
  private void flip(Table table, int every) {
    try (IndexFile file = IndexFile.open(folder())) {
      List<IndexFile.Row> rows = new ArrayList<>();
      file.forEach(table, (key, value) -> rows.add(new IndexFile.Row(key, value)));
      assertTrue(!rows.isEmpty(), "there is something to damage");
      file.write(
          out -> {
            for (int i = 0; i < rows.size(); i += every) {
              byte[] value = rows.get(i).value();
              value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
              out.put(table, rows.get(i).key(), value);
            }
          });
    }
  }

  @Test
  void aMissingFile() throws Exception {
    Files.delete(file());
    assertIsBuiltAnew();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 5_000, 12_288, 40_000})
  void aFileCutShort(int length) throws Exception {
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, length));
    assertIsBuiltAnew();
  }

  @Test
  void aFileOfSomethingElse() throws Exception {
    byte[] bytes = new byte[100_000];
    random.nextBytes(bytes);
    Files.write(file(), bytes);
    assertIsBuiltAnew();
  }

  @ParameterizedTest
  @EnumSource(
      value = Table.class,
      names = {"SEGMENTS", "PRODUCERS", "META"})
  void aRowThatIsReadAtTheStart(Table table) throws Exception {
    flip(table, 1);
    assertIsBuiltAnew();
  }

  @ParameterizedTest
  @EnumSource(
      value = Table.class,
      names = {"SEGMENTS", "PRODUCERS", "META"})
  void aRowThatIsMissingAtTheStart(Table table) throws Exception {
    ProducersPage known;
    try (EventIndex index = startAndFollow()) {
      known = index.producers("", "", 10);
    }
    rewrite(table, rows -> rows.removeLast());
    try (EventIndex index = startAndFollow()) {
      assertFindsEverything(index);
      assertEquals(known, index.producers("", "", 10));
    }
  }

  /** Writes the file again, with other rows in one table. */
  private void rewrite(Table changed, Consumer<List<IndexFile.Row>> change) throws IOException {
    Map<Table, List<IndexFile.Row>> tables = new EnumMap<>(Table.class);
    try (IndexFile file = IndexFile.open(folder())) {
      for (Table table : Table.values()) {
        List<IndexFile.Row> rows = new ArrayList<>();
        file.forEach(table, (key, value) -> rows.add(new IndexFile.Row(key, value)));
        if (table == changed) {
          change.accept(rows);
        }
        tables.put(table, rows);
      }
    }
    Files.delete(file());
    try (IndexFile file = IndexFile.open(folder())) {
      file.write(
          out ->
              tables.forEach(
                  (table, rows) -> rows.forEach(row -> out.put(table, row.key(), row.value()))));
    }
  }

  @Test
  void aSegmentInThePlaceOfAnother() {
    Hash leaf = Hash.of(new byte[Hash.BYTES]);
    SegmentRecord first = new SegmentRecord(0, 700, leaf, new BlockTimes());
    SegmentRecord second = new SegmentRecord(700, 1_400, leaf, new BlockTimes());
    assertEquals(700, SegmentRecord.parse(second.key(), second.value()).start());
    assertThrows(
        DamagedIndexException.class, () -> SegmentRecord.parse(second.key(), first.value()));
  }

  @Test
  void aBlockIsNoticedWhenItIsReadAndNeverBelieved() throws Exception {
    flip(Table.BLOCKS, 1);
    try (EventIndex index = startAndFollow()) {
      assertThrows(SearchStoppedException.class, () -> assertFindsEverything(index));
      // The damage is seen by the follower; from then on it goes up to the size again.
      long size = log.size();
      log.appendRandom(random, 10);
      index.grown();
      index.whenSearchable(size + 10).get(30, TimeUnit.SECONDS);
      assertFindsEverything(index);
    }
  }

  @Test
  void producersStayKnownWhileItIsBuiltAnew() throws Exception {
    flip(Table.BLOCKS, 1);
    GatedStore store = new GatedStore(log.store);
    try (EventIndex index =
        EventIndex.start(
            "log.example", folder(), store, SMALL, SearchBudget.MAX_ENTRIES, () -> 0)) {
      follow(index);
      ProducersPage known = index.producers("", "", 10);
      assertEquals(3, known.producers().size());
      store.shutAfter(1);
      assertThrows(SearchStoppedException.class, () -> assertFindsEverything(index));
      store.awaitVisitor();
      assertEquals(SMALL.entries(), index.size());
      assertEquals(known.producers(), index.producers("", "", 10).producers());
      assertThrows(SearchStoppedException.class, () -> nextPage(index));
      store.open();
      follow(index);
      assertFindsEverything(index);
      assertEquals(known, index.producers("", "", 10));
    }
  }

  /** Asks for what was there before the index was begun anew. */
  private void nextPage(EventIndex index) throws Exception {
    Query query = query("", Order.OLDEST_FIRST, 5);
    String token = new PageToken(5, log.size()).format(query);
    SearchPage _ = index.search(query, token, log.size(), log::read);
  }

  @Test
  void theIndexOfAnotherLog() throws Exception {
    log.store.entries.clear();
    EventLog other = new EventLog();
    other.appendRandom(new Random(12), 3_000);
    try (EventIndex index =
        EventIndex.start(
            "log.example", folder(), other.store, SMALL, SearchBudget.MAX_ENTRIES, () -> 0)) {
      index.whenSearchable(3_000).get(30, TimeUnit.SECONDS);
      Query query = query("actor.id = a3", Order.OLDEST_FIRST, 500);
      SearchPage page = index.search(query, "", 3_000, other::read);
      assertEquals(
          other.scan(query.filter(), 3_000), page.hits().stream().map(Hit::index).toList());
    }
  }

  @Test
  void theIndexOfALogOfAnotherName() throws Exception {
    long written = modified();
    try (EventIndex index =
        EventIndex.start(
            "other.example", folder(), log.store, SMALL, SearchBudget.MAX_ENTRIES, () -> 0)) {
      follow(index);
      assertFindsEverything(index);
    }
    assertTrue(modified() >= written);
  }

  private long modified() throws IOException {
    return Files.getLastModifiedTime(file()).toMillis();
  }

  @Test
  void theIndexOfALongerLog() throws Exception {
    EventLog shorter = new EventLog();
    shorter.append(log.store.entries.subList(0, 1_000));
    try (EventIndex index =
        EventIndex.start(
            "log.example", folder(), shorter.store, SMALL, SearchBudget.MAX_ENTRIES, () -> 0)) {
      index.whenSearchable(1_000).get(30, TimeUnit.SECONDS);
      assertEquals(1_000, index.size());
      Query query = query("", Order.NEWEST_FIRST, 500);
      SearchPage page = index.search(query, "", 1_000, shorter::read);
      assertTrue(page.hits().getFirst().index() < 1_000);
      assertEquals(1_000, page.searchedSize());
    }
  }
}
