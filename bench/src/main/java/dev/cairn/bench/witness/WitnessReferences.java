package dev.cairn.bench.witness;

import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.load.Conversation;
import dev.cairn.bench.load.HttpConnections;
import dev.cairn.bench.load.HttpLoad;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Tally;
import dev.cairn.bench.process.CpuMeter;
import dev.cairn.bench.process.ServerProcess;
import dev.cairn.bench.reference.Ed25519Pair;
import dev.cairn.bench.reference.Fdatasync;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The references of one run, measured a little at a time. */
final class WitnessReferences implements AutoCloseable {
  private static final Duration PAIRS = Duration.ofMillis(100);
  private static final Duration MOST_SYNCING = Duration.ofMillis(100);
  private static final int SYNCS = 100;
  private static final int OK = 200;

  private final HttpConnections connections;
  private final Load echo;
  private final CpuMeter echoCpu;
  private final Ed25519Pair pair = new Ed25519Pair();
  private final Fdatasync fdatasync;
  private final Histogram ignored = Latency.nanos();
  private Tally echoed = Tally.NONE;
  private Histogram syncs = Latency.nanos();

  /**
   * Prepares to measure.
   *
   * @param body to be echoed: as large as what the witness gets
   * @param folder an empty place on the file system to measure
   */
  WitnessReferences(int concurrency, ServerProcess echoServer, byte[] body, Path folder)
      throws IOException {
    this.fdatasync = new Fdatasync(folder);
    this.connections = HttpConnections.to(echoServer.address(), concurrency);
    this.echo =
        new HttpLoad(
            connections, "/echo", Collections.nCopies(concurrency, new Endless(Optional.of(body))));
    this.echoCpu = new CpuMeter(echoServer::cpuTime);
  }

  /** Always the same, and wants it back. */
  private record Endless(Optional<byte[]> body) implements Conversation {
    @Override
    public Optional<byte[]> next() {
      return body;
    }

    @Override
    public Status answered(int code, byte[] answer) {
      return code == OK && answer.length == body.orElseThrow().length
          ? Status.OK
          : Status.UNKNOWN.withDescription("the echo answered HTTP " + code);
    }
  }

  /** Measures once more. */
  void measure(Duration time) throws InterruptedException {
    echoCpu.start();
    echoed = echoed.plus(echo.run(time, ignored));
    echoCpu.stop();
    pair.run(PAIRS);
    fdatasync.run(SYNCS, MOST_SYNCING, syncs);
  }

  /** Forgets what was measured so far, which was the warm-up. */
  void forget() {
    echoed = Tally.NONE;
    echoCpu.reset();
    pair.forget();
    syncs = Latency.nanos();
  }

  /** The first failure of the echo, which makes its figure worthless. */
  Optional<Status> failure() {
    return echoed.firstError();
  }

  /** Processor time of the echo's server for each request, in microseconds. */
  double echoCpuMicros() {
    return echoCpu.microsPer(echoed.done());
  }

  /** What was measured, by name. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("ed25519_verify_and_sign_per_s", pair.perSecond());
    figures.put("fdatasync_per_s", TimeUnit.SECONDS.toNanos(1) / syncs.getMean());
    figures.put("fdatasync_ms_p50", Latency.of(syncs).p50());
    figures.put("echo_http_per_s", echoed.perSecond());
    return figures;
  }

  @Override
  public void close() {
    connections.close();
    fdatasync.close();
  }
}
