package dev.cairn.bench.append;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.bench.Ran;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.log.v1.Receipt;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command for real; how fast it is, is not checked. */
class AppendCommandTest {
  private static final List<String> FIELDS =
      List.of(
          "bench", "throughput_per_s", "latency_ms", "references", "ratios", "errors", "seconds");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "unary, echo_unary_per_s, unary_to_echo",
    "stream, echo_stream_per_s, stream_to_echo",
    "batch, lmdb_entries_per_s, batch_to_lmdb",
    "lone, fdatasync_ms_p50, lone_p50_to_fdatasync"
  })
  void printsOneObjectOfTheOneShapeAndLeavesNothingBehind(
      String mode, String reference, String ratio) throws IOException {
    Ran ran =
        Ran.of(
            "append",
            "--mode",
            mode,
            "--duration",
            "1",
            "--warm-up",
            "0",
            "--json",
            "--dir",
            folder.toString());

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    assertEquals(1, ran.out().lines().count(), ran.out());
    JsonNode object = JsonMapper.shared().readTree(ran.out());
    assertEquals(FIELDS, List.copyOf(object.propertyNames()));
    assertEquals("append " + mode, object.get("bench").asString());
    assertTrue(object.get("throughput_per_s").asDouble() > 0, ran.out());
    assertEquals(
        List.of("p50", "p99", "p999", "max"),
        List.copyOf(object.get("latency_ms").propertyNames()));
    assertTrue(
        StreamSupport.stream(object.get("latency_ms").spliterator(), false)
            .allMatch(value -> value.asDouble() > 0));
    for (String name : List.of(reference, "fdatasync_ms_p50", "lmdb_entries_per_s")) {
      assertTrue(object.get("references").path(name).asDouble() > 0, name);
    }
    assertTrue(object.get("ratios").path(ratio).asDouble() > 0, ratio);
    assertEquals(0, object.get("errors").asInt());
    assertTrue(object.get("seconds").asDouble() >= 1);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"unary, 100", "stream, 200", "batch, 5000"})
  void anOpenLoopKeepsItsRateWhileReadersVerify(String mode, int rate) {
    Ran ran =
        Ran.of(
            "append",
            "--mode",
            mode,
            "--rate",
            Integer.toString(rate),
            "--readers",
            "2",
            "--duration",
            "1",
            "--warm-up",
            "0",
            "--json",
            "--dir",
            folder.toString());

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    JsonNode object = JsonMapper.shared().readTree(ran.out());
    assertEquals(
        "append " + mode + " paced with readers", object.get("bench").asString(), ran.out());
    assertEquals(rate, object.get("references").get("rate_per_s").asInt());
    assertTrue(object.get("ratios").get("kept_of_rate").asDouble() > 0, ran.out());
    assertTrue(object.get("references").get("verified_reads").asInt() > 0, ran.out());
    assertEquals(0, object.get("references").get("mismatches").asInt());
    assertEquals(0, object.get("errors").asInt());
  }

  @Test
  void withWitnessesThereAreALatencyAndARatio() throws IOException {
    Ran ran =
        Ran.of(
            "append",
            "--ack",
            "witnessed",
            "--duration",
            "1",
            "--warm-up",
            "0",
            "--json",
            "--dir",
            folder.toString());

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    List<JsonNode> objects = ran.out().lines().map(JsonMapper.shared()::readTree).toList();
    assertEquals(
        List.of("append witnessed at 100/s", "append unary witnessed"),
        objects.stream().map(object -> object.get("bench").asString()).toList());
    for (JsonNode object : objects) {
      assertEquals(FIELDS, List.copyOf(object.propertyNames()));
      assertTrue(object.get("throughput_per_s").asDouble() > 0, ran.out());
      assertTrue(object.get("latency_ms").get("p50").asDouble() > 0, ran.out());
      assertTrue(object.get("references").path("fdatasync_ms_p50").asDouble() > 0, ran.out());
      assertTrue(object.get("references").path("echo_unary_per_s").asDouble() > 0, ran.out());
      assertEquals(0, object.get("errors").asInt());
    }
    assertTrue(objects.getLast().get("references").path("signed_per_s").asDouble() > 0, ran.out());
    assertTrue(
        objects.getLast().get("ratios").path("witnessed_to_signed").asDouble() > 0, ran.out());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void anAcknowledgementThatIsNotWitnessedIsAFailure() throws IOException {
    Server unwitnessed =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new LateQuorum())
            .build()
            .start();
    try {
      Ran ran =
          Ran.of(
              "append",
              "--ack",
              "witnessed",
              "--duration",
              "1",
              "--warm-up",
              "0",
              "--log",
              "127.0.0.1:" + unwitnessed.getPort());

      assertEquals(ExitCode.CHECK_FAILED, ran.exitCode());
      assertTrue(ran.err().contains("acknowledged with ACK_LEVEL_SIGNED"), ran.err());
    } finally {
      unwitnessed.shutdownNow();
    }
  }

  @Test
  void aLogThatDidNotGrowByWhatItAcknowledgedIsAFailure() throws IOException {
    Server liar =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new ForgetfulLog())
            .build()
            .start();
    try {
      Ran ran =
          Ran.of(
              "append",
              "--mode",
              "lone",
              "--duration",
              "1",
              "--warm-up",
              "0",
              "--log",
              "127.0.0.1:" + liar.getPort());

      assertEquals(ExitCode.CHECK_FAILED, ran.exitCode());
      assertTrue(ran.err().contains("but the log grew by 0"), ran.err());
    } finally {
      liar.shutdownNow();
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() {
    Ran ran = Ran.of("append", "--mode", "lone", "--duration", "1", "--log", "127.0.0.1:1");

    assertEquals(ExitCode.UNREACHABLE, ran.exitCode());
    assertEquals(1, ran.err().lines().count(), ran.err());
  }

  @ParameterizedTest
  @CsvSource({
    "'--mode', 'lone --concurrency 2'",
    "'--mode', 'unary --batch 2'",
    "'--mode', 'batch --batch 4096 --entry-size 65535'",
    "'--mode', 'unary --entry-size 0'",
    "'--mode', 'unary --duration 0'",
    "'--mode', 'unary --log nowhere'",
    "'--mode', 'lone --ack witnessed'",
    "'--mode', 'unary --ack witnessed --rate 10'",
    "'--mode', 'unary --readers 1 --log 127.0.0.1:1'",
    "'--mode', 'unary --rate 10 --channels 2'",
    "'--mode', 'unary --rate -1'",
    "'--mode', 'sideways'"
  })
  void refusesWhatCannotBeMeasured(String option, String values) {
    Ran ran = Ran.of("append", (option + " " + values).split(" "));

    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertEquals("", ran.out());
  }

  /** Acknowledges everything and keeps nothing. */
  private static final class ForgetfulLog extends LogServiceGrpc.LogServiceImplBase {
    @Override
    public void appendEntry(
        AppendEntryRequest request, StreamObserver<AppendEntryResponse> caller) {
      caller.onNext(AppendEntryResponse.getDefaultInstance());
      caller.onCompleted();
    }

    @Override
    public void getCheckpoint(
        GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> caller) {
      caller.onNext(GetCheckpointResponse.getDefaultInstance());
      caller.onCompleted();
    }
  }

  /** Answers every append, but none of its witnesses ever cosigns. */
  private static final class LateQuorum extends LogServiceGrpc.LogServiceImplBase {
    @Override
    public void appendEntry(
        AppendEntryRequest request, StreamObserver<AppendEntryResponse> caller) {
      caller.onNext(
          AppendEntryResponse.newBuilder()
              .setReceipt(Receipt.newBuilder().setAck(AckLevel.ACK_LEVEL_SIGNED))
              .build());
      caller.onCompleted();
    }

    @Override
    public void getCheckpoint(
        GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> caller) {
      caller.onNext(GetCheckpointResponse.getDefaultInstance());
      caller.onCompleted();
    }
  }
}
