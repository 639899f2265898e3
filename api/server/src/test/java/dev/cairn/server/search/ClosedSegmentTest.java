package dev.cairn.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.Collection;
import dev.cairn.event.filter.EventView;
import dev.cairn.server.search.lmdb.IndexFile;
import dev.cairn.server.search.lmdb.Table;
import dev.cairn.tree.merkle.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A term is either looked up in the block where it would be, or the index is damaged. */
@Timeout(60)
final class ClosedSegmentTest {
  private static final int EVENTS = 300;
  private static final Hash LEAF = Hash.of(new byte[Hash.BYTES]);

  @TempDir private Path folder;
  private final Map<Term, Bitmap> terms = new TreeMap<>();
  private final List<IndexFile.Row> blocks = new ArrayList<>();
  private SegmentRecord second = new SegmentRecord(0, 0, LEAF, new BlockTimes());

  /** Three segments of the same events. */
  @BeforeEach
  void packSegments() {
    for (int segment = 0; segment < 3; segment++) {
      long start = (long) segment * EVENTS;
      OpenSegment open = new OpenSegment(start, SegmentLimits.DEFAULT, new TermHasher());
      for (int i = 0; i < EVENTS; i++) {
        open.add(
            new EventView(
                start + i,
                EventLog.event(i).build(),
                Optional.empty(),
                Collection.getDefaultInstance()));
      }
      pack(open);
      if (segment == 1) {
        second = new SegmentRecord(start, start + EVENTS, LEAF, open.times());
      }
    }
  }

  private void pack(OpenSegment open) {
    Block.Packer packer =
        new Block.Packer(
            open.start(),
            (from, block) ->
                blocks.add(new IndexFile.Row(ClosedSegment.blockKey(open.start(), from), block)));
    open.forEach(
        (term, positions, count) -> {
          packer.add(term, positions, count);
          Bitmap bitmap = new Bitmap();
          for (int i = 0; i < count; i++) {
            bitmap.add(positions[i]);
          }
          terms.put(term, bitmap);
        });
    packer.flush();
  }

  /** Hands over the second segment in a file of these blocks. */
  private void withFile(List<IndexFile.Row> rows, Consumer<ClosedSegment> test) throws Exception {
    try (IndexFile file = IndexFile.open(Files.createTempDirectory(folder, "index"))) {
      file.write(out -> rows.forEach(row -> out.put(Table.BLOCKS, row.key(), row.value())));
      test.accept(ClosedSegment.of(file, second));
    }
  }

  private static Bitmap positions(ClosedSegment segment, Term term) {
    Bitmap found = new Bitmap();
    segment.addPositions(term, found);
    return found;
  }

  /** How many terms cannot be looked up. All others have their positions. */
  private int refused(ClosedSegment segment) {
    int refused = 0;
    for (Map.Entry<Term, Bitmap> term : terms.entrySet()) {
      try {
        assertEquals(term.getValue(), positions(segment, term.getKey()));
      } catch (DamagedIndexException e) {
        refused++;
      }
    }
    return refused;
  }

  @Test
  void everyTermHasAPlace() throws Exception {
    assertTrue(blocks.size() >= 9, blocks.size() + " blocks");
    withFile(
        blocks,
        segment -> {
          assertEquals(0, refused(segment));
          for (Term absent : List.of(Term.LOWEST, new Term(1, 2), new Term(-7, 3), Term.HIGHEST)) {
            assertTrue(positions(segment, absent).isEmpty());
          }
        });
  }

  @Test
  void aBlockThatIsMissingIsMissed() throws Exception {
    int first = blocks.size() / 3;
    for (int missing = first; missing < 2 * first; missing++) {
      List<IndexFile.Row> rows = new ArrayList<>(blocks);
      rows.remove(missing);
      withFile(rows, segment -> assertTrue(refused(segment) > 0));
    }
    withFile(List.of(), segment -> assertEquals(terms.size(), refused(segment)));
  }

  @Test
  void aFlippedBitOfAKeyNeverHidesATerm() throws Exception {
    int first = blocks.size() / 3;
    for (int bit = 0; bit < 24 * Byte.SIZE; bit += 5) {
      List<IndexFile.Row> rows = new ArrayList<>(blocks);
      IndexFile.Row row = rows.get(first + bit % first);
      byte[] key = row.key().clone();
      key[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      rows.set(first + bit % first, new IndexFile.Row(key, row.value()));
      withFile(rows, segment -> assertTrue(refused(segment) < terms.size()));
    }
  }

  @Test
  void aSegmentWithoutEventsHasNoBlocks() throws Exception {
    second = new SegmentRecord(EVENTS, 2 * EVENTS, LEAF, new BlockTimes());
    withFile(List.of(), segment -> assertTrue(positions(segment, TermHasher.EVERY).isEmpty()));
  }

  @Test
  void theBlockOfAnotherSegmentIsRefused() {
    byte[] block = blocks.getFirst().value();
    assertThrows(
        DamagedIndexException.class,
        () -> Block.addPositions(block, EVENTS, Term.LOWEST, new Bitmap()));
  }
}
