package dev.cairn.bench.append;

import com.google.common.net.HostAndPort;
import dev.cairn.bench.load.Answers;
import dev.cairn.bench.load.BytesMarshaller;
import dev.cairn.bench.load.Channels;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.PacedLoad;
import dev.cairn.bench.load.PacedStream;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.load.StreamLoad;
import dev.cairn.bench.load.UnaryLoad;
import dev.cairn.bench.read.Ledger;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.CheckpointLevel;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.LogServiceGrpc;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.time.Duration;
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

  /**
   * The newest checkpoint that a quorum of witnesses has cosigned, as the server says.
   *
   * @return a signed note
   * @throws io.grpc.StatusRuntimeException if there is none
   */
  byte[] witnessedCheckpoint() {
    return LogServiceGrpc.newBlockingStub(channels.list().getFirst())
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
        .getCheckpoint(
            GetCheckpointRequest.newBuilder()
                .setLevel(CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED)
                .build())
        .getCheckpoint()
        .toByteArray();
  }

  /** The load of a plan, whose answers are only read where they come on a stream. */
  Load load(AppendPlan plan) {
    Answers answers =
        plan.mode() == Mode.STREAM
            ? new AckAnswers(AckLevel.ACK_LEVEL_UNSPECIFIED).of(Mode.STREAM)
            : Answers.unread(plan.batch());
    return load(plan, plan.payload(), answers);
  }

  /** The load of a plan, of which every answer is noted. */
  Load load(AppendPlan plan, Payload payload, Ledger ledger) {
    return load(plan, payload, new NotedAnswers(plan.ack(), ledger).of(plan.mode()));
  }

  /** The load of a plan with another level, which every answer must have reached. */
  Load load(AppendPlan plan, AckLevel ack) {
    return load(plan, plan.payload(ack), new AckAnswers(ack).of(plan.mode()));
  }

  private Load load(AppendPlan plan, Payload payload, Answers answers) {
    MethodDescriptor<byte[], byte[]> method = method(plan.mode());
    if (plan.isPaced()) {
      Channel channel = channels.list().getFirst();
      return plan.mode() == Mode.STREAM
          ? new PacedStream(channel, method, payload, plan.interval(), answers)
          : new PacedLoad(channel, method, payload, plan.interval(), answers);
    }
    return plan.mode() == Mode.STREAM
        ? new StreamLoad(channels.list(), method, payload, plan.concurrency(), answers)
        : new UnaryLoad(channels.list(), method, payload, plan.concurrency(), answers);
  }

  /** Lone entries at a fixed rate, of which every answer must have reached a level. */
  Load paced(int perSecond, int entryBytes, AckLevel ack) {
    return new PacedLoad(
        channels.list().getFirst(),
        method(Mode.UNARY),
        new Payload(1, entryBytes, ack),
        Duration.ofSeconds(1).dividedBy(perSecond),
        new AckAnswers(ack).of(Mode.UNARY));
  }

  private static MethodDescriptor<byte[], byte[]> method(Mode mode) {
    return switch (mode) {
      case UNARY, LONE -> bytes(LogServiceGrpc.getAppendEntryMethod());
      case BATCH -> bytes(LogServiceGrpc.getBatchAppendEntriesMethod());
      case STREAM -> bytes(LogServiceGrpc.getAppendEntriesMethod());
    };
  }

  private static MethodDescriptor<byte[], byte[]> bytes(MethodDescriptor<?, ?> method) {
    return method.toBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE).build();
  }

  @Override
  public void close() {
    channels.close();
  }
}
