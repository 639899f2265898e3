package dev.cairn.client;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.AppendEntryResponse;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.BatchAppendEntriesResponse;
import dev.cairn.log.v1.BatchGetInclusionProofsRequest;
import dev.cairn.log.v1.BatchGetInclusionProofsResponse;
import dev.cairn.log.v1.CheckpointLevel;
import dev.cairn.log.v1.Entry;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.GetEntryRequest;
import dev.cairn.log.v1.GetEntryResponse;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.log.v1.GetLogResponse;
import dev.cairn.log.v1.InclusionProof;
import dev.cairn.log.v1.ListCheckpointsRequest;
import dev.cairn.log.v1.ListCheckpointsResponse;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.log.v1.ProvedLeaf;
import dev.cairn.log.v1.Receipt;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.log.v1.TailEntriesRequest;
import dev.cairn.log.v1.TailEntriesResponse;
import dev.cairn.log.v1.WatchCheckpointsRequest;
import dev.cairn.log.v1.WatchCheckpointsResponse;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.SigningKey;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The contract of a log over a tree in memory: honest, but for its {@link Lies}. */
final class TestLogService extends LogServiceGrpc.LogServiceImplBase {
  private static final int ENTRIES_PER_MESSAGE = 3;
  private static final int CHECKPOINTS_PER_PAGE = 2;

  final Lies lies = new Lies();
  // All below is guarded by this.
  private final SigningKey key;
  private final Map<String, Long> indexByKey = new HashMap<>();
  private final TreeMap<Long, ByteString> published = new TreeMap<>();
  private final List<Tail> tails = new ArrayList<>();
  private final List<Watch> watches = new ArrayList<>();
  final List<Runnable> onPublished = new ArrayList<>();
  private TestTree tree;
  int unavailableAfterAppend;
  private Optional<TestWitnesses> witnesses = Optional.empty();
  private long witnessedSize = -1;
  boolean quorumIsLate;

  TestLogService(SigningKey key, TestTree tree) {
    this.key = key;
    this.tree = tree;
    publish();
  }

  private String origin() {
    return key.verifierKey().name();
  }

  /** From now on the log has another history; what it published before is forgotten. */
  synchronized void become(TestTree other) {
    tree = other;
    published.clear();
    publish();
  }

  synchronized long append(byte[] entry) {
    return tree.append(entry);
  }

  synchronized TestTree tree() {
    return tree;
  }

  /** From now on all three cosign what is published. */
  synchronized void witnessedBy(TestWitnesses three) {
    witnesses = Optional.of(three);
    witnessedSize = published.lastKey();
  }

  /** The newest checkpoint of a level. */
  private long newestSize(CheckpointLevel level) {
    return isWitnessed(level) ? witnessedSize : published.lastKey();
  }

  private static boolean isWitnessed(CheckpointLevel level) {
    return level == CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED;
  }

  /** A kept checkpoint; empty if there is none of that level. */
  private ByteString note(long size, CheckpointLevel level) {
    ByteString signed = published.getOrDefault(size, ByteString.EMPTY);
    if (signed.isEmpty() || !isWitnessed(level)) {
      return signed;
    }
    return size > witnessedSize
        ? ByteString.EMPTY
        : witnesses.map(three -> three.cosign(signed, 0, 1, 2)).orElse(ByteString.EMPTY);
  }

  /** A checkpoint for an acknowledgement, at the level that can be had. */
  synchronized AckLevel reached(AckLevel asked) {
    return asked == AckLevel.ACK_LEVEL_WITNESSED && quorumIsLate
        ? AckLevel.ACK_LEVEL_SIGNED
        : asked == AckLevel.ACK_LEVEL_UNSPECIFIED ? AckLevel.ACK_LEVEL_SIGNED : asked;
  }

  synchronized ByteString publish(AckLevel reached) {
    ByteString _ = publish();
    return note(
        tree.size(),
        reached == AckLevel.ACK_LEVEL_WITNESSED
            ? CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED
            : CheckpointLevel.CHECKPOINT_LEVEL_SIGNED);
  }

  synchronized ByteString publish() {
    if (!published.containsKey(tree.size())) {
      published.put(tree.size(), sign(tree.size()));
      if (!quorumIsLate) {
        witnessedSize = tree.size();
      }
      watches.forEach(this::sendNewest);
      tails.forEach(this::sendNew);
      List.copyOf(onPublished).forEach(Runnable::run);
    }
    return published.lastEntry().getValue();
  }

  private ByteString sign(long size) {
    Checkpoint checkpoint = new Checkpoint(origin(), tree.prover().head(size));
    return ByteString.copyFrom(SignedCheckpoint.sign(checkpoint, key).toBytes());
  }

  private <T> void answer(StreamObserver<T> caller, Class<T> type, T truth) {
    caller.onNext(lies.apply(type, truth));
    caller.onCompleted();
  }

  private StatusRuntimeException beyondTree() {
    return TestStatus.of(Code.OUT_OF_RANGE, "BEYOND_TREE", Map.of("tree_size", "" + tree.size()));
  }

  @Override
  public synchronized void getLog(GetLogRequest request, StreamObserver<GetLogResponse> caller) {
    GetLogResponse truth =
        GetLogResponse.newBuilder()
            .setOrigin(origin())
            .setVkey(key.verifierKey().toString())
            .build();
    answer(caller, GetLogResponse.class, truth);
  }

  @Override
  public synchronized void appendEntry(
      AppendEntryRequest request, StreamObserver<AppendEntryResponse> caller) {
    if (request.getIdempotencyKey().length() > 128) {
      caller.onError(TestStatus.invalid("idempotency_key"));
      return;
    }
    Long earlier = indexByKey.get(request.getIdempotencyKey());
    byte[] entry = request.getEntry().toByteArray();
    if (earlier != null && !ByteString.copyFrom(tree.entry(earlier)).equals(request.getEntry())) {
      caller.onError(
          TestStatus.of(
              Code.ALREADY_EXISTS, "IDEMPOTENCY_KEY_REUSED", Map.of("index", "" + earlier)));
      return;
    }
    long index = earlier == null ? tree.append(entry) : earlier;
    indexByKey.put(request.getIdempotencyKey(), index);
    if (unavailableAfterAppend-- > 0) {
      caller.onError(TestStatus.of(Code.UNAVAILABLE, "SHUTTING_DOWN", Map.of()));
      return;
    }
    Receipt.Builder receipt =
        Receipt.newBuilder()
            .setIndex(index)
            .setLeafHash(bytes(tree.leaf(index)))
            .setAck(AckLevel.ACK_LEVEL_DURABLE)
            .setDeduplicated(earlier != null);
    AckLevel reached = reached(request.getAck());
    if (reached != AckLevel.ACK_LEVEL_DURABLE) {
      receipt
          .setAck(reached)
          .setCheckpoint(publish(reached))
          .setInclusionProof(inclusion(index, tree.size()));
    }
    if (reached == AckLevel.ACK_LEVEL_WITNESSED) {
      receipt.setTlogProof(bundle(index, receipt.getCheckpoint()));
    }
    AppendEntryResponse truth = AppendEntryResponse.newBuilder().setReceipt(receipt).build();
    answer(caller, AppendEntryResponse.class, truth);
  }

  private ByteString bundle(long index, ByteString note) {
    TlogProof bundle =
        new TlogProof(
            index, tree.prover().inclusion(index, tree.size()), witnesses.orElseThrow().open(note));
    return ByteString.copyFrom(bundle.toBytes());
  }

  @Override
  public synchronized void batchAppendEntries(
      BatchAppendEntriesRequest request, StreamObserver<BatchAppendEntriesResponse> caller) {
    Long earlier = indexByKey.get(request.getIdempotencyKey());
    long first = earlier == null ? tree.size() : earlier;
    if (earlier == null) {
      request.getEntriesList().forEach(entry -> tree.append(entry.toByteArray()));
      indexByKey.put(request.getIdempotencyKey(), first);
    }
    BatchAppendEntriesResponse.Builder truth =
        BatchAppendEntriesResponse.newBuilder()
            .setFirstIndex(first)
            .setCount(request.getEntriesCount())
            .setDeduplicated(earlier != null)
            .setAck(AckLevel.ACK_LEVEL_DURABLE);
    AckLevel reached = reached(request.getAck());
    if (reached != AckLevel.ACK_LEVEL_DURABLE) {
      truth.setAck(reached).setCheckpoint(publish(reached));
    }
    answer(caller, BatchAppendEntriesResponse.class, truth.build());
  }

  @Override
  public StreamObserver<AppendEntriesRequest> appendEntries(
      StreamObserver<AppendEntriesResponse> caller) {
    return new TestAppendStream(this, caller);
  }

  @Override
  public synchronized void getEntry(
      GetEntryRequest request, StreamObserver<GetEntryResponse> caller) {
    publish();
    if (request.getIndex() >= tree.size()) {
      caller.onError(beyondTree());
      return;
    }
    GetEntryResponse truth =
        GetEntryResponse.newBuilder().setEntry(entry(request.getIndex())).build();
    answer(caller, GetEntryResponse.class, truth);
  }

  private Entry entry(long index) {
    return Entry.newBuilder()
        .setIndex(index)
        .setData(ByteString.copyFrom(tree.entry(index)))
        .build();
  }

  private List<Entry> entries(long start, long end) {
    List<Entry> entries = new ArrayList<>();
    for (long index = start; index < end; index++) {
      entries.add(entry(index));
    }
    return entries;
  }

  @Override
  public synchronized void streamEntries(
      StreamEntriesRequest request, StreamObserver<StreamEntriesResponse> caller) {
    publish();
    tolerateCancellation(caller);
    long end = request.getEnd() == 0 ? tree.size() : request.getEnd();
    if (end > tree.size()) {
      caller.onError(beyondTree());
      return;
    }
    for (long at = request.getStart(); at < end; at += ENTRIES_PER_MESSAGE) {
      StreamEntriesResponse truth =
          StreamEntriesResponse.newBuilder()
              .addAllEntries(entries(at, Math.min(end, at + ENTRIES_PER_MESSAGE)))
              .build();
      caller.onNext(lies.apply(StreamEntriesResponse.class, truth));
    }
    caller.onCompleted();
  }

  /** What is sent after a cancellation goes nowhere, instead of throwing. */
  private static void tolerateCancellation(StreamObserver<?> caller) {
    ((ServerCallStreamObserver<?>) caller).setOnCancelHandler(() -> {});
  }

  /** A reader that follows the log. */
  private static final class Tail {
    private final StreamObserver<TailEntriesResponse> caller;
    private long next;

    Tail(StreamObserver<TailEntriesResponse> caller, long next) {
      this.caller = caller;
      this.next = next;
    }
  }

  @Override
  public synchronized void tailEntries(
      TailEntriesRequest request, StreamObserver<TailEntriesResponse> caller) {
    publish();
    tolerateCancellation(caller);
    Tail tail = new Tail(caller, request.getStart());
    tails.add(tail);
    sendNew(tail);
  }

  private void sendNew(Tail tail) {
    if (tail.next < tree.size()) {
      TailEntriesResponse truth =
          TailEntriesResponse.newBuilder()
              .addAllEntries(entries(tail.next, tree.size()))
              .setTreeSize(tree.size())
              .build();
      tail.next = tree.size();
      tail.caller.onNext(lies.apply(TailEntriesResponse.class, truth));
    }
  }

  @Override
  public synchronized void getInclusionProof(
      GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> caller) {
    publish();
    long index = request.hasLeafHash() ? find(request.getLeafHash()) : request.getIndex();
    long size = request.getTreeSize() == 0 ? newestSize(request.getLevel()) : request.getTreeSize();
    if (isWitnessed(request.getLevel()) && index >= size && index < tree.size()) {
      caller.onError(TestStatus.of(Code.UNAVAILABLE, "QUORUM_LATE", Map.of()));
      return;
    }
    if (index < 0) {
      caller.onError(TestStatus.of(Code.NOT_FOUND, "LEAF_HASH_NOT_FOUND", Map.of()));
      return;
    }
    if (size > tree.size() || index >= size) {
      caller.onError(beyondTree());
      return;
    }
    GetInclusionProofResponse truth =
        GetInclusionProofResponse.newBuilder()
            .setIndex(index)
            .setLeafHash(bytes(tree.leaf(index)))
            .setProof(inclusion(index, size))
            .setCheckpoint(note(size, request.getLevel()))
            .build();
    answer(caller, GetInclusionProofResponse.class, truth);
  }

  @Override
  public synchronized void batchGetInclusionProofs(
      BatchGetInclusionProofsRequest request,
      StreamObserver<BatchGetInclusionProofsResponse> caller) {
    publish();
    long size = request.getTreeSize() == 0 ? newestSize(request.getLevel()) : request.getTreeSize();
    BatchGetInclusionProofsResponse.Builder truth =
        BatchGetInclusionProofsResponse.newBuilder()
            .setTreeSize(size)
            .setCheckpoint(note(size, request.getLevel()));
    for (long index : request.getIndexesList()) {
      if (size > tree.size() || index >= size) {
        caller.onError(beyondTree());
        return;
      }
      truth.addProofs(
          ProvedLeaf.newBuilder()
              .setIndex(index)
              .setLeafHash(bytes(tree.leaf(index)))
              .setProof(inclusion(index, size)));
    }
    answer(caller, BatchGetInclusionProofsResponse.class, truth.build());
  }

  private long find(ByteString leafHash) {
    for (long index = 0; index < tree.size(); index++) {
      if (bytes(tree.leaf(index)).equals(leafHash)) {
        return index;
      }
    }
    return -1;
  }

  private InclusionProof inclusion(long index, long size) {
    return InclusionProof.newBuilder()
        .setTreeSize(size)
        .addAllHashes(bytes(tree.prover().inclusion(index, size)))
        .build();
  }

  @Override
  public synchronized void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> caller) {
    long second = request.getSecondSize() == 0 ? tree.size() : request.getSecondSize();
    if (second > tree.size()) {
      caller.onError(beyondTree());
      return;
    }
    GetConsistencyProofResponse truth =
        GetConsistencyProofResponse.newBuilder()
            .setFirstSize(request.getFirstSize())
            .setSecondSize(second)
            .addAllHashes(bytes(tree.prover().consistency(request.getFirstSize(), second)))
            .build();
    answer(caller, GetConsistencyProofResponse.class, truth);
  }

  @Override
  public synchronized void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> caller) {
    long size = request.hasTreeSize() ? request.getTreeSize() : newestSize(request.getLevel());
    ByteString note = note(size, request.getLevel());
    if (note.isEmpty()) {
      caller.onError(TestStatus.of(Code.NOT_FOUND, "CHECKPOINT_NOT_FOUND", Map.of()));
      return;
    }
    GetCheckpointResponse truth =
        GetCheckpointResponse.newBuilder()
            .setCheckpoint(note)
            .setDurableSize(tree.size())
            .setIndexedSize(tree.size())
            .build();
    answer(caller, GetCheckpointResponse.class, truth);
  }

  @Override
  public synchronized void listCheckpoints(
      ListCheckpointsRequest request, StreamObserver<ListCheckpointsResponse> caller) {
    long from =
        request.getPageToken().isEmpty()
            ? request.getMinSize()
            : Long.parseLong(request.getPageToken());
    ListCheckpointsResponse.Builder truth = ListCheckpointsResponse.newBuilder();
    for (Map.Entry<Long, ByteString> one : published.tailMap(from).entrySet()) {
      if (truth.getCheckpointsCount() == CHECKPOINTS_PER_PAGE) {
        truth.setNextPageToken("" + one.getKey());
        break;
      }
      truth.addCheckpoints(one.getValue());
    }
    answer(caller, ListCheckpointsResponse.class, truth.build());
  }

  @Override
  public synchronized void watchCheckpoints(
      WatchCheckpointsRequest request, StreamObserver<WatchCheckpointsResponse> caller) {
    tolerateCancellation(caller);
    Watch watch = new Watch(caller, request.getLevel());
    watches.add(watch);
    sendNewest(watch);
  }

  private record Watch(StreamObserver<WatchCheckpointsResponse> caller, CheckpointLevel level) {}

  private void sendNewest(Watch watch) {
    WatchCheckpointsResponse truth =
        WatchCheckpointsResponse.newBuilder()
            .setCheckpoint(note(newestSize(watch.level()), watch.level()))
            .build();
    watch.caller().onNext(lies.apply(WatchCheckpointsResponse.class, truth));
  }

  static ByteString bytes(Hash hash) {
    return ByteString.copyFrom(hash.toBytes());
  }

  private static List<ByteString> bytes(List<Hash> hashes) {
    return hashes.stream().map(TestLogService::bytes).toList();
  }
}
