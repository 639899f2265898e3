package dev.cairn.witness.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.witness.AddCheckpointRequest;
import dev.cairn.witness.LogStatus;
import dev.cairn.witness.SubtreeRequest;
import dev.cairn.witness.v1.SignSubtreeRequest;
import dev.cairn.witness.v1.WitnessedLog;
import java.util.ArrayList;
import java.util.List;

/** Messages to values, and back. */
final class Messages {
  private Messages() {}

  static AddCheckpointRequest request(dev.cairn.witness.v1.AddCheckpointRequest message)
      throws MalformedException {
    return AddCheckpointRequest.of(
        message.getOldSize(),
        hashes(message.getProofList()),
        message.getCheckpoint().toByteArray());
  }

  static SubtreeRequest request(SignSubtreeRequest message) throws MalformedException {
    return SubtreeRequest.of(
        message.getStart(),
        message.getEnd(),
        Hash.parse(message.getHash().toByteArray()),
        hashes(message.getProofList()),
        message.getCheckpoint().toByteArray());
  }

  private static List<Hash> hashes(List<ByteString> proof) throws MalformedException {
    if (proof.size() > AddCheckpointRequest.MAX_HASHES) {
      throw new MalformedException("request has more than 63 hashes");
    }
    List<Hash> hashes = new ArrayList<>(proof.size());
    for (ByteString hash : proof) {
      hashes.add(Hash.parse(hash.toByteArray()));
    }
    return hashes;
  }

  static List<String> lines(List<NoteSignature> signatures) {
    return signatures.stream().map(NoteSignature::toString).toList();
  }

  static WitnessedLog log(LogStatus log) {
    WitnessedLog.Builder message =
        WitnessedLog.newBuilder()
            .setOrigin(log.key().name())
            .setVkey(log.key().toString())
            .setSize(log.head().size());
    if (log.head().size() > 0) {
      message.setRootHash(ByteString.copyFrom(log.head().root().toBytes()));
    }
    log.cosignedAt()
        .ifPresent(seconds -> message.setCosignedTime(Timestamp.newBuilder().setSeconds(seconds)));
    return message.build();
  }
}
