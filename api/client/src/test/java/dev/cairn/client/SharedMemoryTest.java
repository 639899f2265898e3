package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two clients of one log that remember in one folder; both have verified size 5. */
@Timeout(60)
class SharedMemoryTest {
  @TempDir private Path folder;
  private TestLog log;
  private LogClient one;
  private LogClient other;

  @BeforeEach
  void start() throws Exception {
    log = TestLog.start(TestLog.numbered(5));
    one = log.client(new FolderMemory(folder));
    other = log.client(new FolderMemory(folder));
    one.checkpoint();
    other.checkpoint();
    log.publish("entry 5", "entry 6", "entry 7");
    log.publish("entry 8", "entry 9", "entry 10");
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    log.close();
  }

  private TreeHead remembered() throws MemoryException {
    return new FolderMemory(folder).newest(log.vkey()).orElseThrow().head();
  }

  @Test
  void bothAdvance() throws Exception {
    assertEquals(log.head(11), other.checkpoint().head());
    assertEquals(log.head(11), one.checkpoint().head());
    assertEquals(log.head(11), remembered());
  }

  @Test
  void neitherGoesBackWhereTheOtherHasBeen() throws Exception {
    other.checkpoint();
    assertEquals(log.head(8), one.checkpoint(8).head()); // new to this client, old to the other
    assertEquals(log.head(11), remembered());
    assertEquals(log.head(11), one.remembered().orElseThrow().head());
  }

  /** Each client is shown a history that goes on from size 5, but not the same one. */
  @Test
  void aForkBetweenThemIsFound() throws Exception {
    other.checkpoint();
    String[] fork = TestLog.numbered(8);
    fork[6] = "something else";
    log.become(fork);
    CheckFailedException found = assertThrows(CheckFailedException.class, one::checkpoint);
    Evidence evidence = found.evidence().orElseThrow();
    assertEquals(11, evidence.heads().getFirst().head().size());
    assertEquals(log.head(8), evidence.heads().getLast().head());
    assertEquals(11, remembered().size());
  }

  @Test
  void aLaterClientStartsWhereTheyAre() throws Exception {
    other.checkpoint();
    log.become(TestLog.numbered(10));
    try (LogClient later = log.client(new FolderMemory(folder))) {
      CheckFailedException found = assertThrows(CheckFailedException.class, later::checkpoint);
      assertEquals(Evidence.Kind.ROLLBACK, found.evidence().orElseThrow().kind());
    }
  }
}
