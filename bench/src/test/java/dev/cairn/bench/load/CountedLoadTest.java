package dev.cairn.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.process.ServerProcess;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.reference.Echo;
import dev.cairn.bench.reference.EchoServer;
import dev.cairn.log.v1.AckLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountedLoadTest {
  private static final Payload PAYLOAD = new Payload(1, 16, AckLevel.ACK_LEVEL_DURABLE);
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;
  private Workspace workspace;
  private Channels channels;

  @BeforeEach
  void start() throws IOException {
    workspace = Workspace.in(folder);
    ServerProcess echo = ServerProcess.start(workspace, EchoServer.class);
    channels = Channels.to(echo.address(), 1);
  }

  @AfterEach
  void end() {
    channels.close();
    workspace.close();
  }

  @Test
  void callsEndAfterTheirNumber() throws InterruptedException {
    CountedLoad load = new UnaryLoad(channels.list(), Echo.UNARY, PAYLOAD, 8);

    assertEquals(1_000, load.run(1_000, LONG, Latency.nanos()).done());
    assertEquals(3, load.run(3, LONG, Latency.nanos()).done(), "fewer than are in flight");
  }

  @Test
  void streamsEndAfterTheirNumber() throws InterruptedException {
    CountedLoad load = new StreamLoad(channels.list(), Echo.STREAM, PAYLOAD, 8, Answers.unread(1));

    assertEquals(1_000, load.run(1_000, LONG, Latency.nanos()).done());
    assertEquals(3, load.run(3, LONG, Latency.nanos()).done(), "fewer than are in flight");
  }

  @Test
  void aPacedStreamSendsAsManyAsTheRateSays() throws InterruptedException {
    PacedStream load =
        new PacedStream(
            channels.list().getFirst(),
            Echo.STREAM,
            PAYLOAD,
            Duration.ofMillis(2),
            Answers.unread(1));

    Tally tally = load.run(Duration.ofMillis(400), Latency.nanos());

    assertEquals(200, tally.done());
    assertEquals(0, tally.errors());
  }
}
