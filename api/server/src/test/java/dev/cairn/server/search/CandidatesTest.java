package dev.cairn.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.event.filter.EventView;
import dev.cairn.event.filter.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may match is a candidate; what the index knows not to match is none. */
final class CandidatesTest {
  private static EventView event(AuditEvent.Builder event) {
    return new EventView(0, event.build(), Optional.empty(), Collection.getDefaultInstance());
  }

  private static boolean isCandidate(String filter, EventView event) throws Exception {
    OpenSegment segment = new OpenSegment(0, SegmentLimits.DEFAULT, new TermHasher());
    segment.add(event);
    return new Candidates(Filter.parse(filter).expression()).in(segment).next(0) == 0;
  }

  /** One event alone in its segment, so that its time is the lowest and the highest. */
  @ParameterizedTest
  @ValueSource(strings = {"=", "!=", ":", "<", "<=", ">", ">="})
  void everyTimeThatMatchesIsACandidate(String operator) throws Exception {
    for (int nanos = 0; nanos < 3; nanos++) {
      EventView event =
          event(
              EventLog.event(0)
                  .setOccurredTime(Timestamp.newBuilder().setSeconds(10).setNanos(nanos)));
      for (long second = 9; second <= 11; second++) {
        for (int nano = 0; nano < 3; nano++) {
          String comparison =
              "occurred_time " + operator + " " + Instant.ofEpochSecond(second, nano);
          for (String filter : new String[] {comparison, "NOT " + comparison}) {
            assertTrue(!Filter.parse(filter).matches(event) || isCandidate(filter, event), filter);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "occurred_time < 1970-01-01T00:00:09Z",
        "occurred_time > 1970-01-01T00:00:11Z",
        "occurred_time = 1970-01-01T00:00:11Z",
        "NOT occurred_time != 1970-01-01T00:00:09Z",
        "NOT occurred_time >= 1970-01-01T00:00:09Z",
        "action = read",
        "action != delete",
        "NOT action = delete",
        "NOT (action = delete OR attributes.x = 1)",
        "attributes.x = 1 AND action = read",
      })
  void whatCannotMatchIsNoCandidate(String filter) throws Exception {
    EventView event =
        event(EventLog.event(0).setOccurredTime(Timestamp.newBuilder().setSeconds(10)));
    assertEquals(false, isCandidate(filter, event));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "actor.id = nobody",
        "actor.id = nobody AND action != delete",
        "actor.id = nobody AND occurred_time > 1970-01-01T00:00:01Z",
      })
  void aSegmentWithoutATermIsAskedForNothingElse(String filter) throws Exception {
    OpenSegment segment = new OpenSegment(0, SegmentLimits.DEFAULT, new TermHasher());
    segment.add(event(EventLog.event(0)));
    List<Term> asked = new ArrayList<>();
    Bitmap found =
        new Candidates(Filter.parse(filter).expression()).in(new AskedSegment(segment, asked));
    assertTrue(found.isEmpty());
    Term nobody = new TermHasher().term(IndexedField.ACTOR_ID, "nobody");
    assertEquals(List.of(nobody), asked);
  }

  /** Notes which terms it is asked for. */
  private record AskedSegment(Segment segment, List<Term> asked) implements Segment {
    @Override
    public long start() {
      return segment.start();
    }

    @Override
    public long end() {
      return segment.end();
    }

    @Override
    public void addPositions(Term term, Bitmap into) {
      asked.add(term);
      segment.addPositions(term, into);
    }

    @Override
    public BlockTimes.Range range(BlockTimes.Column column) {
      return segment.range(column);
    }

    @Override
    public BlockTimes times() {
      return segment.times();
    }
  }

  @Test
  void whatHasNoTimeMayHaveAny() throws Exception {
    EventView event = event(EventLog.event(0).clearOccurredTime());
    assertTrue(isCandidate("NOT occurred_time < 2000-01-01T00:00:00Z", event));
    assertTrue(isCandidate("occurred_time != 2000-01-01T00:00:00Z", event));
    assertTrue(isCandidate("NOT occurred_time:*", event));
  }
}
