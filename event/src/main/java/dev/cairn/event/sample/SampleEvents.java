package dev.cairn.event.sample;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;

/**
 * An endless sequence of audit events that keep all rules: orders and payments, documents, roles,
 * logins and reports of a shop. Equal arguments give equal events. Times never go back; one event
 * comes about 2 ms after the other. IDs are UUIDs of version 7, each once. For one thread.
 */
public final class SampleEvents {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int MEAN_STEP_MICROS = 2_000;

  private final Chance chance;
  private final Cast cast;
  private final Queue<AuditEvent.Builder> waiting = new ArrayDeque<>();
  private long seconds;
  private long nanos;
  private long count;

  /**
   * Starts anew.
   *
   * @param seed any number
   * @param start the time before the first event, of the years 1970 to 9000
   * @param actors how many different people, service accounts and jobs act, at least 1; the first
   *     of them far more often than the last
   */
  public SampleEvents(long seed, Instant start, int actors) {
    if (actors < 1) {
      throw new IllegalArgumentException("actors: " + actors + ", at least 1");
    }
    if (start.getEpochSecond() < 0 || start.isAfter(Instant.parse("9000-01-01T00:00:00Z"))) {
      throw new IllegalArgumentException("start: " + start + ", in the years 1970 to 9000");
    }
    this.chance = new Chance(seed);
    this.cast = new Cast(actors, chance);
    this.seconds = start.getEpochSecond();
    this.nanos = start.getNano();
  }

  /** The next event. */
  public AuditEvent next() {
    if (waiting.isEmpty()) {
      waiting.addAll(request().events());
    }
    step();
    count++;
    return waiting
        .remove()
        .setId(id())
        .setOccurredTime(Timestamp.newBuilder().setSeconds(seconds).setNanos((int) nanos))
        .build();
  }

  private Request request() {
    Actor actor = cast.anybody();
    Request request = new Request(chance, actor);
    if (actor.getType().equals("job")) {
      work(request);
    } else {
      act(request);
    }
    return request;
  }

  private void work(Request request) {
    switch (chance.below(3)) {
      case 0 -> Scenes.report(request);
      case 1 -> Scenes.document(request);
      default -> Scenes.orderChange(request);
    }
  }

  private void act(Request request) {
    switch (chance.below(20)) {
      case 0, 1, 2, 3 -> Scenes.order(request, seconds);
      case 4, 5, 6, 7 -> Scenes.orderChange(request);
      case 8, 9, 10, 11, 12, 13 -> Scenes.document(request);
      case 14, 15 -> Scenes.role(request, cast.somebody(), seconds);
      default -> Scenes.login(request);
    }
  }

  private void step() {
    nanos += 1_000L * (1 + chance.below(2 * MEAN_STEP_MICROS));
    seconds += nanos / NANOS_PER_SECOND;
    nanos %= NANOS_PER_SECOND;
  }

  /** The time in milliseconds, 12 bits of chance, and the count among more chance. */
  private String id() {
    long bits = chance.bits();
    long millis = seconds * 1_000 + nanos / 1_000_000;
    long high = (millis << 16) | 0x7000 | (bits >>> 52);
    long low = Long.MIN_VALUE | ((bits & 0x3fffff) << 40) | (count & 0xff_ffff_ffffL);
    return new UUID(high, low).toString();
  }
}
