package dev.cairn.server.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.filter.EventView;
import dev.cairn.event.filter.Filter;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.MalformedException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongFunction;

/** A log in memory, with events of a few values each, so that filters find some. */
final class EventLog {
  static final long FIRST_SECOND = 1_700_000_000;

  final MemoryLogStore store = new MemoryLogStore();
  private final TreeGrowth growth = new TreeGrowth();
  private final IdentityHashMap<byte[], Optional<LoggedEntry>> parsed = new IdentityHashMap<>();

  long size() {
    return store.head().size();
  }

  void append(List<byte[]> entries) {
    store.commit(growth.next(entries));
  }

  void append(int count, LongFunction<byte[]> entry) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry.apply(size() + i));
    }
    append(entries);
  }

  /** Events, now and then a plain entry, and what begins like an event and is none. */
  void appendRandom(Random random, int count) {
    append(
        count,
        index ->
            switch (random.nextInt(8)) {
              case 0 -> ("plain " + index).getBytes(UTF_8);
              case 1 -> ("cairn.audit/v1\n" + index).getBytes(UTF_8);
              default -> entry(random(random, index));
            });
  }

  /** The entries, as a reader that verifies them. */
  List<byte[]> read(List<Long> indexes) {
    return indexes.stream().map(index -> store.entries.get(Math.toIntExact(index))).toList();
  }

  /** The indexes of all events of the first {@code size} entries that match, found by reading. */
  List<Long> scan(Filter filter, long size) {
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long index = i;
      if (parsed(i)
          .map(e -> new EventView(index, e.event(), e.link(), e.collection()))
          .filter(filter::matches)
          .isPresent()) {
        found.add(index);
      }
    }
    return found;
  }

  /** The event at an index, if it is one. */
  Optional<LoggedEntry> parsed(int index) {
    return parsed.computeIfAbsent(store.entries.get(index), EventLog::parse);
  }

  private static Optional<LoggedEntry> parse(byte[] entry) {
    try {
      return Optional.of(LoggedEntry.parse(entry));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  static AuditEvent.Builder event(long index) {
    return AuditEvent.newBuilder()
        .setId("e" + index)
        .setSource("/orders")
        .setType("com.example.order.deleted")
        .setOccurredTime(Timestamp.newBuilder().setSeconds(FIRST_SECOND + index))
        .setActor(Actor.newBuilder().setType("user").setId("alice"))
        .setAction("delete")
        .setOutcome(
            Outcome.newBuilder()
                .setStage(Stage.STAGE_COMPLETION)
                .setStatus(OutcomeStatus.OUTCOME_STATUS_SUCCESS));
  }

  private static LoggedEvent.Builder random(Random random, long index) {
    AuditEvent.Builder event =
        event(index)
            .setSource("/s" + random.nextInt(3))
            .setType("com.example.t" + random.nextInt(4))
            .setOccurredTime(
                Timestamp.newBuilder()
                    .setSeconds(FIRST_SECOND + index + random.nextInt(200))
                    .setNanos(random.nextInt(2)))
            .setActor(
                Actor.newBuilder()
                    .setType(random.nextBoolean() ? "user" : "job")
                    .setId("a" + random.nextInt(12)))
            .setAction(random.nextBoolean() ? "read" : "write")
            .setOutcome(
                Outcome.newBuilder()
                    .setStageValue(1 + random.nextInt(2))
                    .setStatusValue(1 + random.nextInt(4)));
    for (int i = random.nextInt(4); i > 0; i--) {
      event.addTargets(
          Target.newBuilder().setType("t" + random.nextInt(2)).setId("o" + random.nextInt(20)));
    }
    if (random.nextBoolean()) {
      event.setContext(
          EventContext.newBuilder()
              .setTraceparent("00-%032x-00000000000000ab-01".formatted(1 + random.nextInt(30)))
              .setCorrelationId(random.nextBoolean() ? "" : "c" + random.nextInt(5)));
    }
    if (random.nextBoolean()) {
      event.addAttributes(Attribute.newBuilder().setName("amount").setInteger(random.nextInt(100)));
    }
    LoggedEvent.Builder logged = LoggedEvent.newBuilder().setEvent(event.build().toByteString());
    if (random.nextBoolean()) {
      link(logged, "p" + random.nextInt(3), index);
    }
    return logged;
  }

  static LoggedEvent.Builder link(LoggedEvent.Builder logged, String producer, long sequence) {
    return logged
        .setLink(
            Link.newBuilder()
                .setProducer(producer)
                .setSequence(sequence)
                .setPreviousHash(ByteString.copyFrom(new byte[sequence == 0 ? 0 : 32])))
        .setProducerSeal(RunSeal.newBuilder().setCount(1));
  }

  static byte[] entry(AuditEvent.Builder event) {
    return entry(LoggedEvent.newBuilder().setEvent(event.build().toByteString()));
  }

  static byte[] entry(LoggedEvent.Builder logged) {
    return LoggedEntry.collected(
        logged
            .setCollection(
                Collection.newBuilder()
                    .setReceiveTime(Timestamp.newBuilder().setSeconds(FIRST_SECOND)))
            .setCollectorSeal(RunSeal.newBuilder().setCount(1))
            .build());
  }
}
