package dev.cairn.bench.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.load.Answers;
import dev.cairn.bench.load.Channels;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.load.StreamLoad;
import dev.cairn.bench.load.Tally;
import dev.cairn.bench.load.UnaryLoad;
import dev.cairn.bench.process.ServerProcess;
import dev.cairn.bench.process.Workspace;
import dev.cairn.log.v1.AckLevel;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
  /** Long enough for a first message from a JVM that has just begun, beside others. */
  private static final Duration TIME = Duration.ofSeconds(1);

  private static final Payload PAYLOAD = new Payload(1, 200, AckLevel.ACK_LEVEL_DURABLE);

  @TempDir Path folder;

  @Test
  void theEchoReturnsEveryCall() throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.in(folder)) {
      ServerProcess echo = ServerProcess.start(workspace, EchoServer.class);
      try (Channels channels = Channels.to(echo.address(), 2)) {
        Histogram latencies = Latency.nanos();
        Tally tally = new UnaryLoad(channels.list(), Echo.UNARY, PAYLOAD, 8).run(TIME, latencies);

        assertEquals(Optional.empty(), tally.firstError());
        assertTrue(tally.done() >= 8);
        assertEquals(tally.done(), latencies.getTotalCount());
        assertTrue(tally.nanos() >= TIME.toNanos());
      }
    }
  }

  @Test
  void theEchoReturnsEveryMessageOfAStream() throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.in(folder)) {
      ServerProcess echo = ServerProcess.start(workspace, EchoServer.class);
      try (Channels channels = Channels.to(echo.address(), 1)) {
        Histogram latencies = Latency.nanos();
        Tally tally =
            new StreamLoad(channels.list(), Echo.STREAM, PAYLOAD, 16, Answers.unread(1))
                .run(TIME, latencies);

        assertEquals(Optional.empty(), tally.firstError());
        assertTrue(tally.done() >= 16);
        assertEquals(tally.done(), latencies.getTotalCount());
      }
    }
  }

  @Test
  void aServerThatIsGoneEndsTheLoadWithErrors() throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.in(folder)) {
      ServerProcess echo = ServerProcess.start(workspace, EchoServer.class);
      echo.close();
      try (Channels channels = Channels.to(echo.address(), 1)) {
        Tally tally =
            new UnaryLoad(channels.list(), Echo.UNARY, PAYLOAD, 8)
                .run(Duration.ofMinutes(1), Latency.nanos());

        assertEquals(0, tally.done());
        assertEquals(8, tally.errors());
        assertEquals(Optional.of(Status.Code.UNAVAILABLE), tally.firstError().map(Status::getCode));
      }
    }
  }

  @Test
  void bareLmdbKeepsWhatItCommits() throws IOException {
    try (BareLmdb lmdb = new BareLmdb(folder.resolve("lmdb"), 200, 1 << 24)) {
      lmdb.commit(1_000);
      lmdb.commit(500);

      assertEquals(1_500, lmdb.size());
      assertEquals(1_500, lmdb.stored());
      assertTrue(Files.size(folder.resolve("lmdb/data.mdb")) > 1_500 * 200);
      lmdb.clear();
      lmdb.commit(10);
      assertEquals(10, lmdb.size());
      assertEquals(10, lmdb.stored());
    }
  }

  @Test
  void fdatasyncIsMeasuredAsOftenAsAskedFor() throws IOException {
    try (Fdatasync fdatasync = new Fdatasync(folder)) {
      Histogram nanos = Latency.nanos();
      fdatasync.run(3, Duration.ofMinutes(1), nanos);

      assertEquals(3, nanos.getTotalCount());
      assertTrue(nanos.getMinValue() > 0);
      assertEquals(4_096, Files.size(folder.resolve("fdatasync")));
    }
  }
}
