package dev.cairn.witness.source;

import com.google.protobuf.ByteString;
import dev.cairn.http.fetch.AddressGuard;
import dev.cairn.http.fetch.Deadline;
import dev.cairn.http.fetch.FetchException;
import dev.cairn.http.fetch.Resolving;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.log.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A visit to a log's LogService, on a connection of its own. */
final class GrpcVisit implements Visit {
  private static final int MAX_PROOF_HASHES = 64;
  private static final int MAX_SAID = 200;

  private final ManagedChannel channel;
  private final PollUrl url;
  private final String origin;
  private final Deadline deadline;

  private GrpcVisit(ManagedChannel channel, PollUrl url, String origin, Deadline deadline) {
    this.channel = channel;
    this.url = url;
    this.origin = origin;
    this.deadline = deadline;
  }

  static GrpcVisit begin(AddressGuard guard, PollUrl url, String origin, Deadline deadline)
      throws FetchException {
    InetSocketAddress address =
        Resolving.resolve(guard, url.host(), url.port(), deadline).getFirst();
    // To this very address: a channel that resolves the name itself could get another one.
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address, InsecureChannelCredentials.create())
            .overrideAuthority(url.authority())
            .proxyDetector(_ -> null)
            .disableServiceConfigLookUp()
            .disableRetry()
            .decompressorRegistry(
                DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, true))
            .maxInboundMessageSize(TilesVisit.MAX_CHECKPOINT_BYTES)
            .build();
    return new GrpcVisit(channel, url, origin, deadline);
  }

  @Override
  public byte[] checkpoint() throws FetchException {
    return checkpoint(GetCheckpointRequest.newBuilder().setLog(origin));
  }

  private byte[] checkpoint(GetCheckpointRequest.Builder request) throws FetchException {
    LogServiceBlockingStub log = log();
    try {
      return log.getCheckpoint(request.build()).getCheckpoint().toByteArray();
    } catch (StatusRuntimeException e) {
      throw failure(e);
    }
  }

  @Override
  public List<Hash> consistency(long oldSize, long size) throws FetchException {
    GetConsistencyProofRequest request =
        GetConsistencyProofRequest.newBuilder()
            .setLog(origin)
            .setFirstSize(oldSize)
            .setSecondSize(size)
            .build();
    LogServiceBlockingStub log = log();
    try {
      return hashes(log.getConsistencyProof(request));
    } catch (StatusRuntimeException e) {
      throw failure(e);
    } catch (MalformedException e) {
      throw new FetchException(url + " sent a malformed proof: " + e.getMessage(), e);
    }
  }

  private static List<Hash> hashes(GetConsistencyProofResponse response) throws MalformedException {
    if (response.getHashesCount() > MAX_PROOF_HASHES) {
      throw new MalformedException("no proof has more than " + MAX_PROOF_HASHES + " hashes");
    }
    List<Hash> hashes = new ArrayList<>(response.getHashesCount());
    for (ByteString hash : response.getHashesList()) {
      hashes.add(Hash.parse(hash.toByteArray()));
    }
    return List.copyOf(hashes);
  }

  @Override
  public Optional<TreeHead> head(long oldSize, long size) throws FetchException {
    byte[] note = checkpoint(GetCheckpointRequest.newBuilder().setLog(origin).setTreeSize(oldSize));
    try {
      TreeHead head = Checkpoint.parse(SignedNote.parse(note).text()).head();
      return head.size() == oldSize ? Optional.of(head) : Optional.empty();
    } catch (MalformedException e) {
      throw new FetchException(url + " sent a malformed checkpoint: " + e.getMessage(), e);
    }
  }

  private LogServiceBlockingStub log() throws FetchException {
    return LogServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
  }

  private FetchException failure(StatusRuntimeException e) {
    String said = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", " ");
    said = said.substring(0, Math.min(said.length(), MAX_SAID));
    return new FetchException(url + " answered " + said, e);
  }

  @Override
  public void close() {
    var _ = channel.shutdownNow();
  }
}
