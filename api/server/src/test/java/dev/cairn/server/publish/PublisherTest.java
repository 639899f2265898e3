package dev.cairn.server.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.server.thread.Threads;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PublisherTest {
  private static final String ORIGIN = "example.com/log";
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final SigningKey key = SigningKey.generate(ORIGIN, KeyType.ED25519);
  private final MemoryLogStore store = new MemoryLogStore();
  private final TreeGrowth growth = new TreeGrowth();
  private final List<Publication> remembered = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> stopped = new CompletableFuture<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private Optional<Publisher> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(Publisher::close);
  }

  private Publisher start(Instant last) {
    return start(last, store, remembered::add);
  }

  private Publisher start(Instant last, LogStore read, PublicationMemory memory) {
    TreeHead head = store.head();
    Publisher publisher =
        new Publisher(
            Threads.PLATFORM,
            key,
            memory,
            PublishTiming.DEFAULT,
            SignedCheckpoint.sign(new Checkpoint(ORIGIN, head), key),
            head,
            HeadCheck.after(read, head),
            PublicationClock.after(now::get, last),
            _ -> {},
            Runnable::run,
            cause -> stopped.complete(cause.reason()),
            () -> {});
    publisher.start();
    running = Optional.of(publisher);
    return publisher;
  }

  private TreeHead append(String entry) {
    store.commit(growth.next(List.of(entry.getBytes(StandardCharsets.UTF_8))));
    return store.head();
  }

  private static SignedCheckpoint await(CompletableFuture<SignedCheckpoint> head) throws Exception {
    return head.get(30, TimeUnit.SECONDS);
  }

  @Test
  void eachHeadIsRememberedWithItsTimeBeforeItIsShown() throws Exception {
    Publisher publisher = start(Instant.EPOCH);
    for (int i = 1; i <= 10; i++) {
      now.set(NOON.plusSeconds(i));
      publisher.grown(append("entry " + i));
      SignedCheckpoint shown = await(publisher.await(i));
      Publication newest = remembered.getLast();
      assertEquals(shown, newest.checkpoint());
      assertEquals(NOON.plusSeconds(i), newest.time());
      assertEquals(newest.time(), publisher.publishedTime());
    }
  }

  @Test
  void anEntryThatIsNotWhatWasCommittedIsNotSignedOver() throws Exception {
    Publisher publisher = start(Instant.EPOCH);
    publisher.grown(append("a"));
    SignedCheckpoint before = await(publisher.await(1));
    TreeHead head = append("b");
    store.entries.get(1)[0] ^= 1;
    CompletableFuture<SignedCheckpoint> never = publisher.await(2);
    publisher.grown(head);
    assertTrue(stopped.get(30, TimeUnit.SECONDS).contains("entry 1 in the store"));
    ExecutionException refused = assertThrows(ExecutionException.class, () -> await(never));
    assertTrue(refused.getCause() instanceof PublisherStoppedException, refused.toString());
    assertEquals(before, publisher.published());
    assertEquals(List.of(before), remembered.stream().map(Publication::checkpoint).toList());
  }

  @Test
  void aHeadThatWasNotCommittedIsNotSigned() throws Exception {
    Publisher publisher = start(Instant.EPOCH);
    TreeHead lie = new TreeHead(1, append("a").root());
    var _ = append("b");
    publisher.grown(new TreeHead(2, lie.root()));
    assertTrue(stopped.get(30, TimeUnit.SECONDS).contains("do not make the head"));
    assertTrue(remembered.isEmpty());
  }

  @Test
  void aStoreThatCannotBeReadStopsThePublisher() throws Exception {
    Publisher publisher = start(Instant.EPOCH);
    TreeHead head = append("a");
    store.close();
    publisher.grown(head);
    assertTrue(stopped.get(30, TimeUnit.SECONDS).contains("the store is closed"));
    assertTrue(remembered.isEmpty());
  }

  @Test
  void aHeadThatCannotBeRememberedIsNotShown() throws Exception {
    Publisher publisher =
        start(
            Instant.EPOCH,
            store,
            _ -> {
              throw new UncheckedIOException(new IOException("no space"));
            });
    publisher.grown(append("a"));
    assertTrue(stopped.get(30, TimeUnit.SECONDS).contains("cannot be remembered"));
    assertEquals(0, publisher.published().head().size());
  }

  @Test
  void whileTheClockIsBehindNothingIsSigned() throws Exception {
    Publisher publisher = start(NOON.plus(Duration.ofHours(1)));
    publisher.grown(append("a"));
    CompletableFuture<SignedCheckpoint> waiting = publisher.await(1);
    assertEquals(Optional.of(Duration.ofHours(1)), publisher.clockBehind());
    assertFalse(waiting.isDone());
    now.set(NOON.plus(Duration.ofHours(1)));
    assertEquals(1, await(waiting).head().size());
    assertEquals(Optional.empty(), publisher.clockBehind());
    assertEquals(NOON.plus(Duration.ofHours(1)), remembered.getLast().time());
  }

  @Test
  void aClockThatGoesBackByLessThanASecondAlarmsNobody() throws Exception {
    Publisher publisher = start(NOON.plusMillis(999));
    assertEquals(Optional.empty(), publisher.clockBehind());
    publisher.grown(append("a"));
    CompletableFuture<SignedCheckpoint> waiting = publisher.await(1);
    now.set(NOON.plusSeconds(1));
    await(waiting);
    assertEquals(NOON.plusSeconds(1), remembered.getLast().time());
  }

  @Test
  void timesOfPublicationsNeverGoBack() throws Exception {
    Publisher publisher = start(Instant.EPOCH);
    publisher.grown(append("a"));
    await(publisher.await(1));
    now.set(NOON.minusSeconds(10));
    publisher.grown(append("b"));
    assertFalse(publisher.await(2).isDone());
    publisher.close();
    assertEquals(1, remembered.size(), "closing waits for no clock");
  }

  @Test
  void aReadThatFailsOtherwiseStopsThePublisherToo() throws Exception {
    LogStore failing =
        new LogStore() {
          private int reads;

          @Override
          public TreeHead head() {
            return store.head();
          }

          @Override
          public void requireRoom(long bytes) {}

          @Override
          public void commit(dev.cairn.server.store.Commit commit) {
            store.commit(commit);
          }

          @Override
          public <T> T read(
              java.util.function.Function<dev.cairn.server.store.Snapshot, T> reading) {
            if (reads++ == 0) {
              return store.read(reading);
            }
            throw new StoreException(StoreException.Kind.IO, "the disk does not answer");
          }

          @Override
          public void close() {}
        };
    Publisher publisher = start(Instant.EPOCH, failing, remembered::add);
    publisher.grown(append("a"));
    assertTrue(stopped.get(30, TimeUnit.SECONDS).contains("the disk does not answer"));
    assertTrue(remembered.isEmpty());
  }
}
