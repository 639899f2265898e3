package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderMemoryTest {
  private static final TestTree TREE = TestTree.of(TestLog.bytes(TestLog.numbered(40)));

  @TempDir private Path parent;
  private final SigningKey key = TestLog.newKey();

  private Path folder() {
    return parent.resolve("a/cairn");
  }

  private FolderMemory memory() {
    return new FolderMemory(folder());
  }

  private SignedCheckpoint head(long size) {
    return SignedCheckpoint.sign(new Checkpoint(TestLog.ORIGIN, TREE.prover().head(size)), key);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder())) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("lock"))
          .sorted()
          .toList();
    }
  }

  @Test
  void nothingIsRememberedAtFirst() throws Exception {
    assertEquals(Optional.empty(), memory().newest(key.verifierKey()));
    assertEquals(Optional.empty(), memory().trusted(new LogAddress("h:1", "")));
    assertFalse(Files.exists(folder()));
  }

  @Test
  void headsOutliveTheProcess() throws Exception {
    assertTrue(memory().advance(TreeHead.EMPTY, head(3)));
    assertTrue(memory().advance(head(3).head(), head(7)));
    assertEquals(Optional.of(head(7)), memory().newest(key.verifierKey()));
    assertEquals(Optional.empty(), memory().newest(TestLog.newKey().verifierKey()));
  }

  @Test
  void onlyTheKnownHeadIsReplaced() throws Exception {
    assertTrue(memory().advance(TreeHead.EMPTY, head(3)));
    assertFalse(memory().advance(TreeHead.EMPTY, head(9)));
    assertFalse(memory().advance(head(2).head(), head(9)));
    assertFalse(memory().advance(new TreeHead(3, head(2).head().root()), head(9)));
    assertEquals(Optional.of(head(3)), memory().newest(key.verifierKey()));
  }

  @Test
  void keysOutliveTheProcess() throws Exception {
    LogAddress address = new LogAddress("log.example:7070", "");
    SigningKey other = TestLog.newKey();
    assertEquals(key.verifierKey(), memory().trust(address, key.verifierKey()));
    assertEquals(key.verifierKey(), memory().trust(address, other.verifierKey()));
    assertEquals(Optional.of(key.verifierKey()), memory().trusted(address));
    assertEquals(Optional.empty(), memory().trusted(address.withOrigin("x")));
    assertEquals(files(), List.of(memory().keyPath(address)));
  }

  @Test
  void othersCannotRead() throws Exception {
    memory().advance(TreeHead.EMPTY, head(3));
    String folderMode = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder()));
    assertEquals("rwx------", folderMode);
    for (Path file : files()) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
  }

  @Test
  void aFolderThatOthersCanWriteIsRefused() throws Exception {
    memory().advance(TreeHead.EMPTY, head(3));
    Path heads = files().getFirst().getParent();
    Files.setPosixFilePermissions(heads, PosixFilePermissions.fromString("rwxrwx---"));
    assertThrows(MemoryException.class, () -> memory().newest(key.verifierKey()));
    assertThrows(MemoryException.class, () -> memory().advance(head(3).head(), head(7)));
  }

  @Test
  void everyDamagedByteOfAHeadIsNoticed() throws Exception {
    memory().advance(TreeHead.EMPTY, head(3));
    Path file = files().getFirst();
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file, bad);
      MemoryException damaged =
          assertThrows(MemoryException.class, () -> memory().newest(key.verifierKey()));
      assertTrue(damaged.toString().contains(file.toString()));
      assertThrows(MemoryException.class, () -> memory().advance(TreeHead.EMPTY, head(7)));
    }
    for (int length = 0; length < good.length; length += 7) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertThrows(MemoryException.class, () -> memory().newest(key.verifierKey()));
    }
  }

  @Test
  void aDamagedKeyIsNoticed() throws Exception {
    LogAddress address = new LogAddress("log.example:7070", "");
    memory().trust(address, key.verifierKey());
    Path file = memory().keyPath(address);
    String good = Files.readString(file);
    for (String bad :
        new String[] {
          "", good + "x", good.replace("7070", "7071"), good.substring(1), "\n" + good
        }) {
      Files.writeString(file, bad);
      assertThrows(MemoryException.class, () -> memory().trusted(address));
    }
  }

  @Test
  void aCrashBeforeTheRenameLeavesTheOldHead() throws Exception {
    memory().advance(TreeHead.EMPTY, head(3));
    Path file = files().getFirst();
    Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), "half a fi");
    assertEquals(Optional.of(head(3)), memory().newest(key.verifierKey()));
    assertTrue(memory().advance(head(3).head(), head(4)));
    assertEquals(List.of(file), files());
  }

  /** Threads with memories of their own stand in for clients; each moves the head by one. */
  @Test
  void concurrentClientsNeverGoBack() throws Exception {
    List<Thread> clients = new ArrayList<>();
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 4; i++) {
      clients.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
              .start(this::climb));
    }
    for (Thread client : clients) {
      client.join();
    }
    assertEquals(List.of(), failures);
    assertEquals(Optional.of(head(40)), memory().newest(key.verifierKey()));
  }

  private void climb() {
    FolderMemory memory = memory();
    long size = 0;
    try {
      while (size < 40) {
        TreeHead known = TREE.prover().head(size);
        if (memory.advance(known, head(size + 1))) {
          size++;
          continue;
        }
        long seen = memory.newest(key.verifierKey()).orElseThrow().head().size();
        assertTrue(seen > size, "went back from " + size + " to " + seen);
        size = seen;
      }
    } catch (MemoryException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anotherProcessIsWaitedFor() throws Exception {
    memory().advance(TreeHead.EMPTY, head(3));
    Path lock = files().getFirst().resolveSibling("lock");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                lock.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = holder.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("locked", said.readLine());
      Thread waiting =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      memory().advance(head(3).head(), head(4));
                    } catch (MemoryException e) {
                      throw new AssertionError(e);
                    }
                  });
      waiting.join(300);
      assertEquals(Optional.of(head(3)), memory().newest(key.verifierKey()));
      holder.getOutputStream().close(); // lets it go
      waiting.join();
      assertEquals(Optional.of(head(4)), memory().newest(key.verifierKey()));
    } finally {
      holder.destroyForcibly();
    }
  }
}
