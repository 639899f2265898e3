package dev.cairn.recorder.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.recorder.outbox.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which runs may be delivered, and in what order. */
final class BacklogTest {
  private static final long NO_MEMORY = 0;
  private static final long MUCH_MEMORY = 1 << 20;

  private final List<StoredRun> stored = new ArrayList<>();

  private Backlog backlog(long end, long maxBytes) {
    return new Backlog(
        (from, _, _) -> stored.stream().filter(run -> run.end() > from).toList(), end, maxBytes);
  }

  private StoredRun store(long position, int count) {
    EventRun.Builder run = EventRun.newBuilder();
    for (int i = 0; i < count; i++) {
      run.addEvents(ByteString.copyFromUtf8("event " + (position + i)));
    }
    StoredRun added = new StoredRun(position, run.build());
    stored.add(added);
    return added;
  }

  private static Optional<StoredRun> next(Backlog backlog, long position) throws OutboxException {
    return backlog.next(position).map(Outgoing::stored);
  }

  @Test
  void aRunThatIsStoredAndNotYetAddedIsNotDelivered() throws OutboxException {
    StoredRun first = store(0, 2);
    Backlog backlog = backlog(2, NO_MEMORY);
    StoredRun second = store(2, 3);
    assertEquals(Optional.of(first), next(backlog, 0));
    assertEquals(Optional.empty(), next(backlog, 2));
    backlog.add(Outgoing.of(second));
    assertEquals(Optional.of(second), next(backlog, 2));
    assertEquals(Optional.empty(), next(backlog, 5));
  }

  @Test
  void whatWasReadTogetherWithLaterRunsEndsWithTheLastThatWasAdded() throws OutboxException {
    Backlog backlog = backlog(0, NO_MEMORY);
    StoredRun first = store(0, 1);
    StoredRun second = store(1, 1);
    StoredRun third = store(2, 1);
    backlog.add(Outgoing.of(first));
    backlog.add(Outgoing.of(second));
    assertEquals(Optional.of(first), next(backlog, 0));
    assertEquals(Optional.of(second), next(backlog, 1));
    assertEquals(Optional.empty(), next(backlog, 2));
    backlog.add(Outgoing.of(third));
    assertEquals(Optional.of(third), next(backlog, 2));
  }

  @Test
  void whatIsInMemoryIsNotReadBack() throws OutboxException {
    Backlog backlog = backlog(0, MUCH_MEMORY);
    StoredRun run = store(0, 1);
    backlog.add(Outgoing.of(run));
    stored.clear();
    assertEquals(Optional.of(run), next(backlog, 0));
  }
}
