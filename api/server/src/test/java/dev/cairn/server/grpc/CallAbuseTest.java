package dev.cairn.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.log.v1.TailEntriesRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What strangers may do with calls, while others are served. */
@Timeout(60)
final class CallAbuseTest {
  private static final String STRANGER = "127.0.0.2";
  private static final String SERVICE = "cairn.log.v1.LogService/";
  private static final String APPEND = SERVICE + "AppendEntry";
  private static final int NO_ERROR = 0;
  private static final int CANCEL = 8;

  @TempDir Path folder;

  private RunningLog log(GrpcLimits limits) throws Exception {
    return new RunningLog(folder.resolve("log"), limits);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  private static RawHttp2.Frame awaitReset(RawHttp2 client, int stream) {
    return client.await(frame -> frame.type() == RawHttp2.RST_STREAM && frame.stream() == stream);
  }

  @Test
  void callsOfAPeerBeyondItsOwnAreRefusedAndTheirStreamsReset() throws Exception {
    try (RunningLog log = log(TestLimits.callsPerPeer(2));
        RawHttp2 first = RawHttp2.greeted(log.server.port(), STRANGER);
        RawHttp2 second = RawHttp2.greeted(log.server.port(), STRANGER)) {
      first.call(1, SERVICE + "AppendEntries");
      first.call(3, SERVICE + "AppendEntries");
      await(() -> log.server.load().calls() == 2);
      second.call(1, APPEND);
      // It is answered, and its own side stays open: nobody keeps it for that.
      RawHttp2.Frame reset = awaitReset(second, 1);
      assertEquals(NO_ERROR, reset.error());
      assertEquals(2, log.server.load().calls());
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  @Test
  void aRequestThatDoesNotArriveIsCutOff() throws Exception {
    try (RunningLog log = log(TestLimits.request(Duration.ofMillis(300)));
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      client.call(1, APPEND);
      client.frame(RawHttp2.DATA, 0, 1, RawHttp2.message(0, 1_000, new byte[10]));
      assertEquals(CANCEL, awaitReset(client, 1).error());
      await(() -> log.server.load().calls() == 0);
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  @Test
  void requestsThatNeverComeToTheirEndTakeLittleMemory() throws Exception {
    long limit = 100_000;
    try (RunningLog log = log(TestLimits.arriving(new ByteLimit(1L << 20, limit)));
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      int calls = 100;
      byte[] part = new byte[1_000];
      for (int i = 0; i < calls; i++) {
        int stream = 1 + 2 * i;
        client.call(stream, SERVICE + "AppendEntries");
        client.frame(RawHttp2.DATA, 0, stream, RawHttp2.message(0, 1 << 19, part));
        client.frame(RawHttp2.DATA, 0, stream, part);
        client.frame(RawHttp2.DATA, 0, stream, part);
      }
      // The first that is too much is refused, and so makes room for the next.
      client.await(frame -> frame.type() == RawHttp2.RST_STREAM);
      long held = log.server.load().arrivingBytes();
      assertTrue(held < limit + (16 << 10), held + " bytes are held");
      assertTrue(log.server.load().calls() < calls, "some are refused");
      assertEquals(0, log.append("others are served").getIndex());
      client.leave();
      await(() -> log.server.load().arrivingBytes() == 0);
    }
  }

  /** Five addresses begin requests until there is no room for more of anybody's. */
  private static void sendHalf(RunningLog log, List<RawHttp2> strangers, long all)
      throws Exception {
    byte[] part = new byte[16_000];
    for (int i = 2; i <= 6; i++) {
      RawHttp2 client = RawHttp2.greeted(log.server.port(), "127.0.0." + i);
      strangers.add(client);
      client.call(1, SERVICE + "AppendEntries");
      client.frame(RawHttp2.DATA, 0, 1, RawHttp2.message(0, 1 << 20, part));
      for (int sent = 0; sent < all / 4; sent += part.length) {
        client.frame(RawHttp2.DATA, 0, 1, part);
      }
    }
    await(() -> log.server.load().arrivingBytes() >= all);
  }

  @Test
  void requestsThatNeverComeToTheirEndLeaveRoomForOthers() throws Exception {
    long all = 1L << 20;
    List<RawHttp2> strangers = new ArrayList<>();
    try (RunningLog log = log(TestLimits.arriving(new ByteLimit(all, 16L << 20)))) {
      sendHalf(log, strangers, all);
      BatchAppendEntriesRequest.Builder batch = BatchAppendEntriesRequest.newBuilder();
      for (int i = 0; i < 17; i++) {
        batch.addEntries(ByteString.copyFrom(new byte[60_000]));
      }
      assertEquals(17, log.blocking.batchAppendEntries(batch.build()).getCount());
      assertTrue(log.server.load().arrivingBytes() >= all, "the strangers are still there");
    } finally {
      closeAll(strangers);
    }
  }

  private static void closeAll(List<RawHttp2> clients) throws IOException {
    for (RawHttp2 client : clients) {
      client.close();
    }
  }

  @Test
  void aMessageOfAStreamThatDoesNotArriveIsCutOff() throws Exception {
    try (RunningLog log = log(TestLimits.request(Duration.ofMillis(300)));
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      client.call(1, SERVICE + "AppendEntries");
      client.call(3, SERVICE + "AppendEntries");
      client.frame(RawHttp2.DATA, 0, 3, RawHttp2.message(0, 1_000, new byte[10]));
      assertEquals(CANCEL, awaitReset(client, 3).error());
      // The other says nothing, which it may.
      await(() -> log.server.load().calls() == 1);
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  @Test
  void framesOfOneByteCountForWhatTheyTake() throws Exception {
    try (RunningLog log = log(TestLimits.arriving(new ByteLimit(1L << 20, 10_000)));
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      client.call(1, APPEND);
      client.frame(RawHttp2.DATA, 0, 1, RawHttp2.message(0, 10_000, new byte[1]));
      for (int i = 0; i < 200; i++) {
        client.frame(RawHttp2.DATA, 0, 1, new byte[1]);
      }
      awaitReset(client, 1);
      await(() -> log.server.load().arrivingBytes() == 0);
    }
  }

  @Test
  void readersThatNeverReadTakeLittleMemoryAndAreCutOff() throws Exception {
    long limit = 2L << 20;
    try (RunningLog log =
        log(TestLimits.unread(Duration.ofSeconds(3), new ByteLimit(4 * limit, limit)))) {
      fill(log, 30);
      byte[] request = TailEntriesRequest.getDefaultInstance().toByteArray();
      try (RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER, 0)) {
        int streams = 200;
        for (int i = 0; i < streams; i++) {
          client.call(1 + 2 * i, SERVICE + "TailEntries", request);
        }
        await(() -> log.server.load().unreadBytes() >= limit);
        assertEquals(31 * 16, log.append("others are served").getIndex());
        // What four readers' threads had begun may come on top.
        long held = log.server.load().unreadBytes();
        assertTrue(held <= limit + 4 * (320 << 10), held + " bytes are held");
        assertEquals(CANCEL, awaitReset(client, 1).error());
        for (int i = 1; i < 5; i++) {
          client.await(frame -> frame.type() == RawHttp2.RST_STREAM);
        }
      }
      await(() -> log.server.load().unreadBytes() == 0);
      await(() -> log.server.load().calls() == 0);
    }
  }

  @Test
  void strangersWhoNeverReadLeaveRoomForOthers() throws Exception {
    long all = 2L << 20;
    List<RawHttp2> strangers = new ArrayList<>();
    try (RunningLog log =
        log(TestLimits.unread(Duration.ofMinutes(5), new ByteLimit(all, 16L << 20)))) {
      fill(log, 30);
      byte[] tail = TailEntriesRequest.getDefaultInstance().toByteArray();
      for (int i = 2; i <= 6; i++) {
        RawHttp2 client = RawHttp2.greeted(log.server.port(), "127.0.0." + i, 0);
        strangers.add(client);
        for (int j = 0; j < 20; j++) {
          client.call(1 + 2 * j, SERVICE + "TailEntries", tail);
        }
      }
      await(() -> log.server.load().unreadBytes() >= all);
      long read = 0;
      var answers = log.blocking.streamEntries(StreamEntriesRequest.getDefaultInstance());
      while (answers.hasNext()) {
        read += answers.next().getEntriesCount();
      }
      assertEquals(31 * 16, read);
      assertTrue(log.server.load().unreadBytes() >= all, "the strangers are still there");
    } finally {
      closeAll(strangers);
    }
  }

  private static void fill(RunningLog log, int batches) {
    byte[] entry = new byte[60_000];
    for (int i = 0; i < batches + 1; i++) {
      Arrays.fill(entry, (byte) i);
      BatchAppendEntriesRequest.Builder batch = BatchAppendEntriesRequest.newBuilder();
      for (int j = 0; j < 16; j++) {
        entry[0] = (byte) j;
        batch.addEntries(ByteString.copyFrom(entry));
      }
      var _ = log.blocking.batchAppendEntries(batch.build());
    }
  }

  @Test
  void aCallerWhoReadsNoAcknowledgementIsCutOff() throws Exception {
    try (RunningLog log =
            log(TestLimits.unread(Duration.ofMillis(500), GrpcLimits.DEFAULT.unreadBytes()));
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER, 0)) {
      byte[] bad = AppendEntriesRequest.getDefaultInstance().toByteArray();
      client.call(1, SERVICE + "AppendEntries");
      byte[] good =
          AppendEntriesRequest.newBuilder()
              .setEntry(RunningLog.bytes("good"))
              .build()
              .toByteArray();
      client.frame(RawHttp2.DATA, 0, 1, RawHttp2.message(0, good.length, good));
      for (int i = 0; i < 2_000; i++) {
        client.frame(RawHttp2.DATA, 0, 1, RawHttp2.message(0, bad.length, bad));
      }
      assertEquals(CANCEL, awaitReset(client, 1).error());
      await(() -> log.server.load().calls() == 0);
    }
  }

  @Test
  void outcomesThatNobodyReadsTakeLittleMemory() throws Exception {
    long limit = 100_000;
    try (RunningLog log =
            log(TestLimits.unread(Duration.ofMinutes(1), new ByteLimit(1L << 20, limit)));
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER, 0)) {
      byte[] good =
          AppendEntriesRequest.newBuilder()
              .setEntry(RunningLog.bytes("good"))
              .build()
              .toByteArray();
      byte[] bad = AppendEntriesRequest.getDefaultInstance().toByteArray();
      int streams = 20;
      for (int i = 0; i < streams; i++) {
        int stream = 1 + 2 * i;
        client.call(stream, SERVICE + "AppendEntries");
        client.frame(RawHttp2.DATA, 0, stream, RawHttp2.message(0, good.length, good));
        for (int j = 0; j < 200; j++) {
          client.frame(RawHttp2.DATA, 0, stream, RawHttp2.message(0, bad.length, bad));
        }
      }
      client.await(
          frame -> frame.type() == RawHttp2.HEADERS && (frame.flags() & RawHttp2.END_STREAM) != 0);
      long held = log.server.load().unreadBytes();
      // Each stream may be refused with the first 4 KiB that it counts, and leave a little later.
      assertTrue(held < limit + streams * (6L << 10), held + " bytes are held");
      assertEquals(AckLevel.ACK_LEVEL_SIGNED, log.append("others are served").getAck());
    }
  }

  @Test
  void anAnswerThatIsNotReadIsDropped() throws Exception {
    try (RunningLog log =
            log(TestLimits.unread(Duration.ofMillis(300), GrpcLimits.DEFAULT.unreadBytes()));
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER, 0)) {
      client.call(
          1,
          APPEND,
          AppendEntryRequest.newBuilder().setEntry(RunningLog.bytes("a")).build().toByteArray());
      assertEquals(CANCEL, awaitReset(client, 1).error());
      await(() -> log.server.load().calls() == 0);
      assertEquals(1, log.append("others are served").getIndex());
    }
  }

  @Test
  void compressedMessagesAreNotUnpacked() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT);
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      client.call(1, APPEND, "grpc-encoding", "gzip");
      client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, RawHttp2.message(1, 100, new byte[100]));
      assertOver(client, 1);
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  @Test
  void aMessageThatSaysItIsHugeIsNotAwaited() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT);
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      client.call(1, APPEND);
      client.frame(RawHttp2.DATA, 0, 1, RawHttp2.message(0, 100 << 20, new byte[10]));
      assertOver(client, 1);
      assertEquals(0, log.append("others are served").getIndex());
      await(() -> log.server.load().calls() == 0);
    }
  }

  @Test
  void whatIsNestedTooDeeplyIsNotParsed() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT);
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      byte[] groups = new byte[10_000];
      // The beginning of an unknown group, field 100, in itself.
      for (int i = 0; i < groups.length; i += 2) {
        groups[i] = (byte) 0xa3;
        groups[i + 1] = 0x06;
      }
      client.call(1, APPEND, groups);
      assertOver(client, 1);
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  @Test
  void headersBeyondTheLimitAreRefused() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT);
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      client.call(1, APPEND, "x-much", "x".repeat(8_300));
      assertOver(client, 1);
      client.call(3, APPEND, "x-much", "x".repeat(16_000));
      client.awaitEnd();
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  /** Answered with an error, or reset. */
  private static void assertOver(RawHttp2 client, int stream) {
    client.await(
        frame ->
            frame.stream() == stream
                && (frame.type() == RawHttp2.RST_STREAM
                    || (frame.type() == RawHttp2.HEADERS
                        && (frame.flags() & RawHttp2.END_STREAM) != 0)));
  }

  @Test
  void aCallWhoseCallerHasGoneLeavesNothing() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT)) {
      try (RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
        client.call(1, SERVICE + "TailEntries", new byte[0]);
        await(() -> log.server.load().calls() == 1);
      }
      await(() -> log.server.load().calls() == 0);
    }
  }
}
