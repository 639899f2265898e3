package dev.cairn.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.log.v1.LogServiceGrpc.LogServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with a quarter of the usual memory serves others while strangers do their worst. */
@Timeout(180)
final class SmallHeapTest {
  private static final String SERVICE = "cairn.log.v1.LogService/";
  private static final int BATCHES = 20;
  private static final int OF_BATCH = 16;

  @TempDir Path folder;

  private final List<RawHttp2> strangers = new ArrayList<>();

  @Test
  void strangersTakeWhatTheyMayAndNoMore() throws Exception {
    try (SmallServer server = SmallServer.start(folder.resolve("log"), "-Xmx128m")) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      try {
        LogServiceBlockingStub log =
            LogServiceGrpc.newBlockingStub(channel).withDeadlineAfter(150, TimeUnit.SECONDS);
        fill(log);
        sayNothing(server.port());
        readNothing(server.port());
        sendHalf(server.port());
        acknowledgeNothing(server.port());
        for (int i = 0; i < 20; i++) {
          assertEquals(BATCHES * OF_BATCH + i, append(log, "others are served " + i));
        }
        assertTrue(server.isAlive());
      } finally {
        channel.shutdownNow();
      }
    } finally {
      for (RawHttp2 stranger : strangers) {
        stranger.close();
      }
    }
  }

  private static long append(LogServiceBlockingStub log, String entry) {
    return log.appendEntry(
            AppendEntryRequest.newBuilder().setEntry(RunningLog.bytes(entry)).build())
        .getReceipt()
        .getIndex();
  }

  private static void fill(LogServiceBlockingStub log) {
    for (int i = 0; i < BATCHES; i++) {
      BatchAppendEntriesRequest.Builder batch = BatchAppendEntriesRequest.newBuilder();
      for (int j = 0; j < OF_BATCH; j++) {
        batch.addEntries(ByteString.copyFrom(new byte[60_000]));
      }
      var _ = log.batchAppendEntries(batch.build());
    }
  }

  private RawHttp2 greeted(int port, String from, int window) throws IOException {
    RawHttp2 stranger = RawHttp2.greeted(port, from, window);
    strangers.add(stranger);
    return stranger;
  }

  private void sayNothing(int port) throws IOException {
    for (int i = 0; i < 600; i++) {
      strangers.add(RawHttp2.silent(port, "127.0.0." + (2 + i % 2)));
    }
  }

  private void readNothing(int port) throws IOException {
    for (int i = 0; i < 10; i++) {
      RawHttp2 stranger = greeted(port, "127.0.0." + (10 + i), 0);
      for (int j = 0; j < 100; j++) {
        stranger.call(1 + 2 * j, SERVICE + "TailEntries", new byte[0]);
      }
    }
  }

  private void sendHalf(int port) throws IOException {
    byte[] part = new byte[16_000];
    for (int i = 0; i < 10; i++) {
      RawHttp2 stranger = greeted(port, "127.0.0." + (20 + i), 65_535);
      try {
        for (int j = 0; j < 60; j++) {
          int stream = 1 + 2 * j;
          stranger.call(stream, SERVICE + "AppendEntry");
          stranger.frame(RawHttp2.DATA, 0, stream, RawHttp2.message(0, 1 << 20, part));
          for (int k = 0; k < 12; k++) {
            stranger.frame(RawHttp2.DATA, 0, stream, part);
          }
        }
      } catch (IOException e) {
        // Cut off: who sends more than a window is.
      }
    }
  }

  private void acknowledgeNothing(int port) throws IOException {
    byte[] bad = AppendEntriesRequest.getDefaultInstance().toByteArray();
    for (int i = 0; i < 5; i++) {
      RawHttp2 stranger = greeted(port, "127.0.0." + (30 + i), 0);
      for (int j = 0; j < 50; j++) {
        int stream = 1 + 2 * j;
        stranger.call(stream, SERVICE + "AppendEntries");
        for (int k = 0; k < 300; k++) {
          stranger.frame(RawHttp2.DATA, 0, stream, RawHttp2.message(0, bad.length, bad));
        }
      }
    }
  }
}
