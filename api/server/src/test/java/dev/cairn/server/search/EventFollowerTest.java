package dev.cairn.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.follow.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventFollowerTest extends EventIndexFixture {
  private final Random random = new Random(13);
  private final Progress<SearchStoppedException> progress =
      new Progress<>(SearchStoppedException::new);

  @BeforeEach
  void appendEvents() {
    log.appendRandom(random, 3_000);
  }

  private EventFollower startFollower() throws Exception {
    EventFollower follower =
        new EventFollower(
            "log.example", new IndexFolder(folder(), "log.example"), log.store, SMALL, progress);
    follower.start();
    follower.activate();
    catchUp();
    return follower;
  }

  private void catchUp() throws Exception {
    progress.reached(log.size()).get(30, TimeUnit.SECONDS);
  }

  /** Reports damage, and waits until the index was built anew. */
  private void rebuild(EventFollower follower) throws Exception {
    IndexView seen = follower.view();
    follower.damaged(seen);
    while (follower.view().file().equals(seen.file()) && progress.end().isEmpty()) {
      Thread.onSpinWait();
    }
    catchUp();
  }

  @Test
  void canBeBuiltAnewAsOftenAsItCatchesUp() throws Exception {
    EventFollower follower = startFollower();
    for (int i = 0; i < 8; i++) {
      rebuild(follower);
    }
    assertTrue(progress.end().isEmpty());
    follower.close();
  }

  @Test
  void damageOfWhatWasReplacedIsOfNoInterest() throws Exception {
    EventFollower follower = startFollower();
    IndexView before = follower.view();
    rebuild(follower);
    IndexView after = follower.view();
    assertNotEquals(before.file(), after.file());
    follower.damaged(before);
    log.appendRandom(random, 10);
    follower.wake();
    catchUp();
    assertEquals(after.file(), follower.view().file());
    follower.close();
  }

  @Test
  void aSearchOfAFileThatIsBeingReplacedIsNoDamage() throws Exception {
    GatedStore store = new GatedStore(log.store);
    try (EventIndex index =
        EventIndex.start(
            "log.example", folder(), store, SMALL, SearchBudget.MAX_ENTRIES, () -> 0)) {
      index.activate();
      follow(index);
      Path data = folder().resolve("data.mdb");
      Path replacement = parent.resolve("replacement");
      Query query = query("id = e5 OR id = e900", Order.NEWEST_FIRST, 500);
      assertThrows(
          SearchStoppedException.class,
          () ->
              index.search(
                  query,
                  "",
                  log.size(),
                  indexes -> {
                    assertEquals(List.of(900L), indexes);
                    replace(index, store, query);
                    link(replacement, data);
                    return log.read(indexes);
                  }));
      store.open();
      follow(index);
      assertFindsEverything(index);
      assertTrue(Files.isSameFile(replacement, data), "it was built anew once");
    }
  }

  /** Reports damage, and waits until there is another file and nobody sees it. */
  private void replace(EventIndex index, GatedStore store, Query query) {
    // Not the last look of the follower at a log that it has come up to.
    store.shutHead(() -> index.size() == 0);
    assertThrows(
        SearchStoppedException.class,
        () ->
            index.search(
                query,
                "",
                log.size(),
                _ -> {
                  throw new DamagedIndexException("on purpose");
                }));
    try {
      store.awaitVisitor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void link(Path link, Path file) {
    try {
      Path _ = Files.createLink(link, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
