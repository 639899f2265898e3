package dev.cairn.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.console.ExitCode;
import dev.cairn.server.Server;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.stop.StopCause;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerEndTest {
  private static final char[] NONE = new char[0];

  @TempDir Path temp;
  private final StringWriter err = new StringWriter();

  private HostedLog log(ExecutorService readers) throws Exception {
    SigningKey key = SigningKey.generate("example.com/log", KeyType.ED25519);
    DataFolder.create(temp.resolve("log"), key, NONE);
    return HostedLog.open(DataFolder.open(temp.resolve("log")), NONE, LogSettings.DEFAULT, readers);
  }

  /** Ends a server that was told to end, even before it was there. */
  private int end(boolean storageFailsAtTheEnd) throws Exception {
    ServerEnd end = ServerEnd.prepare(Duration.ofSeconds(5));
    end.abandon(); // no hook: the process of the tests goes on
    end.tellToEnd();
    ExecutorService readers = Executors.newSingleThreadExecutor();
    HostedLog log = log(readers);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Server server = Server.start(ServerSettings.at(address), List.of(log), readers);
    StopCause failure = new StopCause(StopCause.Kind.STORAGE_FAILED, "the last commit failed");
    return end.await(
        server,
        () -> {
          if (storageFailsAtTheEnd) {
            log.stop(failure);
          }
        },
        new PrintWriter(err));
  }

  @Test
  void whoIsToldToEndBeforeItServesEndsWell() throws Exception {
    assertEquals(ExitCode.OK, end(false));
    assertEquals("", err.toString());
  }

  @Test
  void storageThatFailsAtTheEndIsToldInOneLine() throws Exception {
    assertEquals(ExitCode.STORAGE_FAILED, end(true));
    assertEquals(1, err.toString().lines().count());
    assertTrue(err.toString().contains("example.com/log: the last commit failed"), err.toString());
  }
}
