package dev.cairn.client;

import dev.cairn.client.WitnessReport.WitnessedLog;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.witness.v1.GetWitnessRequest;
import dev.cairn.witness.v1.GetWitnessResponse;
import dev.cairn.witness.v1.ListLogsRequest;
import dev.cairn.witness.v1.ListLogsResponse;
import dev.cairn.witness.v1.WitnessServiceGrpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks a running witness, over gRPC, what it knows. Nothing that it says is verified. */
public final class WitnessClient implements AutoCloseable {
  private static final int PAGE = 1_000;

  private final ManagedChannel channel;
  private final Duration deadline;

  private WitnessClient(ManagedChannel channel, Duration deadline) {
    this.channel = channel;
    this.deadline = deadline;
  }

  /**
   * A client with a connection of its own, made at the first call.
   *
   * @param deadline the longest that one call may take
   */
  public static WitnessClient open(LogAddress address, Duration deadline) {
    return new WitnessClient(
        NettyChannelBuilder.forTarget(
                "dns:///" + address.target(), InsecureChannelCredentials.create())
            .build(),
        deadline);
  }

  private WitnessServiceGrpc.WitnessServiceBlockingStub stub() {
    return WitnessServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The witness's keys, and how many logs it knows. */
  public WitnessReport report() throws LogException {
    try {
      GetWitnessResponse witness = stub().getWitness(GetWitnessRequest.getDefaultInstance());
      return new WitnessReport(witness.getVkeysList(), witness.getLogs());
    } catch (StatusRuntimeException e) {
      throw StatusDetails.of(e).toException(e);
    }
  }

  /** Gives each log that the witness knows, in the witness's order. */
  public void logs(Consumer<WitnessedLog> each) throws LogException {
    ListLogsRequest.Builder request = ListLogsRequest.newBuilder().setPageSize(PAGE);
    do {
      ListLogsResponse page;
      try {
        page = stub().listLogs(request.build());
      } catch (StatusRuntimeException e) {
        throw StatusDetails.of(e).toException(e);
      }
      for (dev.cairn.witness.v1.WitnessedLog log : page.getLogsList()) {
        each.accept(log(log));
      }
      if (page.getLogsCount() == 0 && !page.getNextPageToken().isEmpty()) {
        throw new CheckFailedException("the witness sends pages without logs");
      }
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
  }

  private static WitnessedLog log(dev.cairn.witness.v1.WitnessedLog log)
      throws CheckFailedException {
    Optional<Hash> root =
        log.getRootHash().isEmpty() ? Optional.empty() : Optional.of(Wire.hash(log.getRootHash()));
    Optional<Instant> time =
        log.hasCosignedTime()
            ? Optional.of(Instant.ofEpochSecond(log.getCosignedTime().getSeconds()))
            : Optional.empty();
    return new WitnessedLog(log.getOrigin(), log.getVkey(), log.getSize(), root, time);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
