package dev.cairn.client;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.BatchGetInclusionProofsRequest;
import dev.cairn.log.v1.BatchGetInclusionProofsResponse;
import dev.cairn.log.v1.Entry;
import dev.cairn.log.v1.GetEntryRequest;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.InclusionProof;
import dev.cairn.log.v1.ProvedLeaf;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.log.v1.TailEntriesRequest;
import dev.cairn.log.v1.TailEntriesResponse;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.policy.Witnessed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads entries and their proofs, and gives nothing that is not verified. */
final class Reads {
  private final VerifiedLog log;

  Reads(VerifiedLog log) {
    this.log = log;
  }

  LoggedEntry get(long index) throws LogException {
    GetEntryRequest request =
        GetEntryRequest.newBuilder().setLog(log.origin()).setIndex(index).build();
    Entry entry = log.calls().unary(stub -> stub.getEntry(request)).getEntry();
    if (entry.getIndex() != index) {
      throw new CheckFailedException(
          "the log sent entry " + entry.getIndex() + " where " + index + " was asked for");
    }
    byte[] data = entry.getData().toByteArray();
    Hash leaf = new TreeHasher().leaf(data);
    SignedCheckpoint head = log.covering(index + 1);
    log.proofs().inclusion(index, leaf, head.head());
    return new LoggedEntry(index, leaf, data);
  }

  Inclusion inclusion(long index) throws LogException {
    GetInclusionProofRequest request = inclusionRequest().setIndex(index).build();
    return inclusion(request, answer -> answer.getIndex() == index);
  }

  Inclusion inclusion(Hash leaf) throws LogException {
    ByteString bytes = ByteString.copyFrom(leaf.toBytes());
    GetInclusionProofRequest request = inclusionRequest().setLeafHash(bytes).build();
    return inclusion(request, answer -> answer.getLeafHash().equals(bytes));
  }

  private GetInclusionProofRequest.Builder inclusionRequest() {
    return GetInclusionProofRequest.newBuilder()
        .setLog(log.origin())
        .setLevel(log.standard().level());
  }

  /** Inclusion in the log's newest checkpoint, which is admitted after all else is verified. */
  private Inclusion inclusion(
      GetInclusionProofRequest request, Predicate<GetInclusionProofResponse> isAskedFor)
      throws LogException {
    Optional<SignedCheckpoint> floor = log.believed().newest();
    GetInclusionProofResponse answer = log.calls().unary(stub -> stub.getInclusionProof(request));
    if (!isAskedFor.test(answer)) {
      throw new CheckFailedException("the log answered with the proof for another entry");
    }
    SignedCheckpoint checkpoint = log.open(answer.getCheckpoint());
    Inclusion proved =
        verified(answer.getIndex(), answer.getLeafHash(), answer.getProof(), checkpoint);
    Optional<Witnessed> _ = log.believed().admitNewest(checkpoint, floor);
    return proved;
  }

  /** As {@link #inclusion(long)}, for several entries in one checkpoint. */
  List<Inclusion> inclusions(List<Long> indexes) throws LogException {
    BatchGetInclusionProofsRequest request =
        BatchGetInclusionProofsRequest.newBuilder()
            .setLog(log.origin())
            .addAllIndexes(indexes)
            .setLevel(log.standard().level())
            .build();
    Optional<SignedCheckpoint> floor = log.believed().newest();
    BatchGetInclusionProofsResponse answer =
        log.calls().unary(stub -> stub.batchGetInclusionProofs(request));
    if (!answer.getProofsList().stream().map(ProvedLeaf::getIndex).toList().equals(indexes)) {
      throw new CheckFailedException("the log answered with the proofs for other entries");
    }
    SignedCheckpoint checkpoint = log.open(answer.getCheckpoint());
    if (answer.getTreeSize() != checkpoint.head().size()) {
      throw new CheckFailedException("the log's proofs and checkpoint are of different tree sizes");
    }
    List<Inclusion> proved = new ArrayList<>(indexes.size());
    for (ProvedLeaf leaf : answer.getProofsList()) {
      proved.add(verified(leaf.getIndex(), leaf.getLeafHash(), leaf.getProof(), checkpoint));
    }
    Optional<Witnessed> _ = log.believed().admitNewest(checkpoint, floor);
    return List.copyOf(proved);
  }

  private static Inclusion verified(
      long index, ByteString leafHash, InclusionProof claimed, SignedCheckpoint checkpoint)
      throws CheckFailedException {
    if (claimed.getTreeSize() != checkpoint.head().size()) {
      throw new CheckFailedException("the log's proof and checkpoint are of different tree sizes");
    }
    Hash leaf = Wire.hash(leafHash);
    List<Hash> proof = Wire.proof(claimed.getHashesList());
    Proofs.checkInclusion(index, leaf, checkpoint.head(), proof);
    return new Inclusion(index, leaf, proof, checkpoint);
  }

  ClaimedEntries claimed(long start, long end) {
    if (start == end) { // an end of 0 would ask for all
      return ClaimedEntries.range(Inbox.ended(), log.calls().deadline(), start, end);
    }
    StreamEntriesRequest request =
        StreamEntriesRequest.newBuilder().setLog(log.origin()).setStart(start).setEnd(end).build();
    Inbox<List<Entry>> inbox = new Inbox<>();
    log.calls()
        .streaming()
        .streamEntries(request, inbox.observer(StreamEntriesResponse::getEntriesList));
    return ClaimedEntries.range(inbox, log.calls().deadline(), start, end);
  }

  EntryCursor tail(long start) {
    TailEntriesRequest request =
        TailEntriesRequest.newBuilder().setLog(log.origin()).setStart(start).build();
    Inbox<List<Entry>> inbox = new Inbox<>();
    log.calls()
        .streaming()
        .tailEntries(request, inbox.observer(TailEntriesResponse::getEntriesList));
    return new EntryCursor(log, ClaimedEntries.following(inbox, start));
  }

  EntryCursor range(long start, long end) {
    return new EntryCursor(log, claimed(start, end));
  }
}
