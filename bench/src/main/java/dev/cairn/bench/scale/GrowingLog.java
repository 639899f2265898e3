package dev.cairn.bench.scale;

import com.google.protobuf.ByteString;
import dev.cairn.bench.load.Answers;
import dev.cairn.bench.load.BytesMarshaller;
import dev.cairn.bench.load.Channels;
import dev.cairn.bench.load.CountedLoad;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.load.StreamLoad;
import dev.cairn.bench.load.UnaryLoad;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The log that grows, over the network. */
final class GrowingLog implements AutoCloseable {
  private static final int BATCHES_IN_FLIGHT = 4;
  private static final int ENTRIES_IN_FLIGHT = 1_024;
  private static final int ANSWER_SECONDS = 30;

  private final CairnServer.WithScratch server;
  private final ScalePlan plan;
  private final Channels channels;
  private final SplittableRandom random = new SplittableRandom(1);

  GrowingLog(CairnServer.WithScratch server, ScalePlan plan) {
    this.server = server;
    this.plan = plan;
    this.channels = Channels.to(server.log().server().address(), 1);
  }

  /** What makes it grow. */
  CountedLoad appends() {
    return load(origin());
  }

  /** The same for the log that nobody looks at. */
  CountedLoad warmUp() {
    return load(server.scratch());
  }

  private String origin() {
    return server.log().key().name();
  }

  private CountedLoad load(String log) {
    boolean keyed = plan.keys() != Keys.NONE;
    Payload payload =
        new Payload(perRequest(), plan.entryBytes(), AckLevel.ACK_LEVEL_DURABLE, log, keyed);
    return plan.keys() == Keys.ENTRY
        ? new StreamLoad(
            channels.list(),
            bytes(LogServiceGrpc.getAppendEntriesMethod()),
            payload,
            ENTRIES_IN_FLIGHT,
            (response, _) -> streamed(AppendEntriesResponse.parseFrom(response)))
        : new UnaryLoad(
            channels.list(),
            bytes(LogServiceGrpc.getBatchAppendEntriesMethod()),
            payload,
            BATCHES_IN_FLIGHT);
  }

  /** Entries of a request. */
  int perRequest() {
    return plan.keys() == Keys.ENTRY ? 1 : ScalePlan.BATCH;
  }

  private static Answers.Answered streamed(AppendEntriesResponse response) {
    int done = 0;
    int refused = 0;
    Status error = Status.OK;
    for (AppendOutcome run : response.getOutcomesList()) {
      if (run.hasAppended()) {
        done += run.getCount();
      } else {
        refused += run.getCount();
        error = Status.fromCodeValue(run.getError().getCode());
      }
    }
    return new Answers.Answered(done, refused, error);
  }

  private static MethodDescriptor<byte[], byte[]> bytes(MethodDescriptor<?, ?> method) {
    return method.toBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE).build();
  }

  /** How many entries are durable. */
  long size() {
    return stub().getCheckpoint(request()).getDurableSize();
  }

  /**
   * Asks for proofs of random entries, one call at a time, and verifies each after its time was
   * taken.
   *
   * @param nanos is given how long each call took
   * @throws VerificationException if a proof or the log's checkpoint is wrong
   */
  void prove(int proofs, Duration most, Histogram nanos)
      throws MalformedException, VerificationException {
    SignedCheckpoint checkpoint = checkpoint();
    long size = checkpoint.head().size();
    long end = System.nanoTime() + most.toNanos();
    for (int i = 0; i < proofs && System.nanoTime() < end; i++) {
      long index = random.nextLong(size);
      GetInclusionProofRequest request =
          GetInclusionProofRequest.newBuilder()
              .setLog(origin())
              .setIndex(index)
              .setTreeSize(size)
              .build();
      long start = System.nanoTime();
      GetInclusionProofResponse answer = stub().getInclusionProof(request);
      nanos.recordValue(Math.min(System.nanoTime() - start, nanos.getHighestTrackableValue()));
      ProofVerifier.inclusion(index, hash(answer.getLeafHash()), checkpoint.head(), hashes(answer));
    }
  }

  /** A checkpoint over all that is durable: asking for the last entry's proof waits for it. */
  private SignedCheckpoint checkpoint() throws MalformedException, VerificationException {
    GetInclusionProofRequest last =
        GetInclusionProofRequest.newBuilder().setLog(origin()).setIndex(size() - 1).build();
    byte[] note = stub().getInclusionProof(last).getCheckpoint().toByteArray();
    return SignedCheckpoint.open(note, server.log().key());
  }

  private GetCheckpointRequest request() {
    return GetCheckpointRequest.newBuilder().setLog(origin()).build();
  }

  private static List<Hash> hashes(GetInclusionProofResponse answer) throws VerificationException {
    List<Hash> hashes = new java.util.ArrayList<>();
    for (ByteString hash : answer.getProof().getHashesList()) {
      hashes.add(hash(hash));
    }
    return hashes;
  }

  private static Hash hash(ByteString bytes) throws VerificationException {
    if (bytes.size() != Hash.BYTES) {
      throw new VerificationException("a hash of " + bytes.size() + " bytes");
    }
    return Hash.of(bytes.toByteArray());
  }

  private LogServiceGrpc.LogServiceBlockingStub stub() {
    return LogServiceGrpc.newBlockingStub(channels.list().getFirst())
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channels.close();
  }
}
