package dev.cairn.server.search;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.FilterException;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hundreds of filters, each against a reading of the whole log. */
final class RandomSearchesTest extends EventIndexFixture {
  private static final int ENTRIES = 3_000;
  private static final int SEARCHES = 150;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findWhatReadingTheWholeLogFinds(long seed) throws Exception {
    Random random = new Random(seed);
    int some = 0;
    try (EventIndex index = start()) {
      index.activate();
      while (log.size() < ENTRIES) {
        log.appendRandom(random, 1 + random.nextInt(400));
        follow(index);
      }
      for (int i = 0; i < SEARCHES; i++) {
        Query query = query(random);
        assertFinds(index, query);
        some += log.scan(query.whole(), ENTRIES).isEmpty() ? 0 : 1;
      }
    }
    assertTrue(some > SEARCHES / 3, some + " searches found something");
  }

  private static Query query(Random random) throws FilterException {
    return new Query(
        Filter.parse(random.nextInt(10) == 0 ? "" : expression(random, 3)),
        random.nextInt(4) == 0 ? Optional.of(time(random)) : Optional.empty(),
        random.nextInt(4) == 0 ? Optional.of(time(random)) : Optional.empty(),
        random.nextBoolean() ? Order.NEWEST_FIRST : Order.OLDEST_FIRST,
        1 + random.nextInt(Query.MAX_PAGE_SIZE));
  }

  private static Instant time(Random random) {
    return Instant.ofEpochSecond(
        EventLog.FIRST_SECOND + random.nextInt(ENTRIES + 300) - 100, random.nextInt(2));
  }

  private static String expression(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 1 : 4)) {
      case 1 -> "NOT (" + expression(random, depth - 1) + ")";
      case 2 -> "(%s) AND (%s)".formatted(expression(random, depth - 1), expression(random, 1));
      case 3 -> "(%s) OR (%s)".formatted(expression(random, depth - 1), expression(random, 1));
      default -> comparison(random);
    };
  }

  private static String comparison(Random random) {
    String equality = random.nextBoolean() ? "=" : random.nextBoolean() ? "!=" : ":";
    String order = random.nextBoolean() ? random.nextBoolean() ? "<" : "<=" : ">=";
    return switch (random.nextInt(20)) {
      case 0 -> "id " + equality + " e" + random.nextInt(ENTRIES);
      case 1 -> "source " + equality + " /s" + random.nextInt(4);
      case 2 -> "type " + equality + " com.example.t" + random.nextInt(5);
      case 3 -> "type " + equality + " *.t" + random.nextInt(4);
      case 4 -> "action " + equality + " write";
      case 5 -> "actor.id " + equality + " a" + random.nextInt(13);
      case 6 -> "actor.type " + equality + " job";
      case 7 -> "target.id " + equality + " o" + random.nextInt(21);
      case 8 -> "target.type " + equality + " t" + random.nextInt(3);
      case 9 -> "outcome.status " + equality + " DENIED";
      case 10 -> "outcome.stage " + equality + " ATTEMPT";
      case 11 -> "trace_id " + equality + " %032x".formatted(random.nextInt(31));
      case 12 ->
          "correlation_id " + equality + " \"%s\"".formatted(random.nextBoolean() ? "" : "c1");
      case 13 -> "producer " + equality + " p" + random.nextInt(4);
      case 14 -> "producer:*";
      case 15 -> "attributes.amount " + order + " " + random.nextInt(100);
      case 16 -> "index " + order + " " + random.nextInt(ENTRIES);
      case 17 -> "receive_time " + equality + " " + Instant.ofEpochSecond(EventLog.FIRST_SECOND);
      case 18 -> "occurred_time " + equality + " " + time(random);
      default -> "occurred_time " + order + " " + time(random);
    };
  }
}
