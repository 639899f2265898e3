package dev.cairn.bench.append;

import com.google.common.net.HostAndPort;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.bench.load.BytesMarshaller;
import dev.cairn.bench.load.Channels;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.load.StreamLoad;
import dev.cairn.bench.load.UnaryLoad;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.LogServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;

/** The log that is measured, over the network. */
final class LogUnderTest implements AutoCloseable {
  private static final int ANSWER_SECONDS = 10;

  private final Channels channels;

  LogUnderTest(HostAndPort address, int connections) {
    this.channels = Channels.to(address, connections);
  }

  /**
   * How many entries are durable.
   *
   * @throws io.grpc.StatusRuntimeException if the server does not say
   */
  long size() {
    return LogServiceGrpc.newBlockingStub(channels.list().getFirst())
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
        .getCheckpoint(GetCheckpointRequest.getDefaultInstance())
        .getDurableSize();
  }

  /** The load of a plan. */
  Load load(AppendPlan plan) {
    Payload payload = plan.payload();
    return switch (plan.mode()) {
      case UNARY, LONE ->
          new UnaryLoad(
              channels.list(),
              bytes(LogServiceGrpc.getAppendEntryMethod()),
              payload,
              plan.concurrency());
      case BATCH ->
          new UnaryLoad(
              channels.list(),
              bytes(LogServiceGrpc.getBatchAppendEntriesMethod()),
              payload,
              plan.concurrency());
      case STREAM ->
          new StreamLoad(
              channels.list(),
              bytes(LogServiceGrpc.getAppendEntriesMethod()),
              payload,
              plan.concurrency(),
              LogUnderTest::answered);
    };
  }

  private static MethodDescriptor<byte[], byte[]> bytes(MethodDescriptor<?, ?> method) {
    return method.toBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE).build();
  }

  private static StreamLoad.Answered answered(byte[] response)
      throws InvalidProtocolBufferException {
    int done = 0;
    int refused = 0;
    Status error = Status.OK;
    for (AppendOutcome outcome : AppendEntriesResponse.parseFrom(response).getOutcomesList()) {
      if (outcome.hasAppended()) {
        done += outcome.getCount();
      } else {
        refused += outcome.getCount();
        error =
            Status.fromCodeValue(outcome.getError().getCode())
                .withDescription(outcome.getError().getMessage());
      }
    }
    return new StreamLoad.Answered(done, refused, error);
  }

  @Override
  public void close() {
    channels.close();
  }
}
