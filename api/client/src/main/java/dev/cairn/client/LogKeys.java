package dev.cairn.client;

import com.google.protobuf.ByteString;
import dev.cairn.client.TrustedLog.Basis;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.log.v1.GetLogResponse;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;

/** Finds the key that a log is verified with. */
final class LogKeys {
  private final Calls calls;
  private final LogAddress address;

  LogKeys(Calls calls, LogAddress address) {
    this.calls = calls;
    this.address = address;
  }

  TrustedLog find(Trust trust) throws LogException {
    return switch (trust) {
      case Trust.Pinned pinned -> new TrustedLog(pinned.key(), Basis.PINNED);
      case Trust.FirstUse firstUse -> remembered(firstUse.store());
    };
  }

  private TrustedLog remembered(TrustStore store) throws LogException {
    Optional<VerifierKey> earlier = store.trusted(address);
    if (earlier.isPresent()) {
      return new TrustedLog(earlier.get(), Basis.REMEMBERED);
    }
    VerifierKey stated = statedKey();
    checkSigns(stated);
    VerifierKey trusted = store.trust(address, stated);
    return new TrustedLog(trusted, trusted.equals(stated) ? Basis.FIRST_USE : Basis.REMEMBERED);
  }

  private VerifierKey statedKey() throws LogException {
    GetLogRequest request = GetLogRequest.newBuilder().setLog(address.origin()).build();
    GetLogResponse answer = calls.unary(stub -> stub.getLog(request));
    VerifierKey key;
    try {
      key = new Trust.Pinned(VerifierKey.parse(answer.getVkey())).key();
    } catch (MalformedException | IllegalArgumentException e) {
      throw new CheckFailedException(
          "the key that the log states is unusable: " + e.getMessage(), e);
    }
    if (!key.name().equals(answer.getOrigin())
        || !(address.origin().isEmpty() || address.origin().equals(key.name()))) {
      throw new CheckFailedException("the key that the log states is for another log: " + key);
    }
    return key;
  }

  /** A key is kept for ever, so it must have signed something first. */
  private void checkSigns(VerifierKey key) throws LogException {
    GetCheckpointRequest request = GetCheckpointRequest.newBuilder().setLog(key.name()).build();
    open(calls.unary(stub -> stub.getCheckpoint(request)).getCheckpoint(), key);
  }

  /** A signed note of the log with that key. */
  static SignedCheckpoint open(ByteString note, VerifierKey key) throws CheckFailedException {
    try {
      return SignedCheckpoint.open(note.toByteArray(), key);
    } catch (MalformedException | VerificationException e) {
      throw new CheckFailedException(
          "the log's checkpoint is not good under the key " + key + ": " + e.getMessage(), e);
    }
  }
}
