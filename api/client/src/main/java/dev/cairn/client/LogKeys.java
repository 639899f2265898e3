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
import dev.cairn.tree.policy.PolicyLog;
import dev.cairn.tree.policy.WitnessPolicy;
import java.util.List;
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
      case Trust.ByPolicy byPolicy -> new TrustedLog(ofPolicy(byPolicy.policy()), Basis.POLICY);
    };
  }

  /**
   * The policy's key for the log; where there are several, the log says which one it signs with.
   */
  private VerifierKey ofPolicy(WitnessPolicy policy) throws LogException {
    List<VerifierKey> keys = keys(policy);
    if (keys.size() == 1) {
      return keys.getFirst();
    }
    VerifierKey stated = statedKey();
    if (!keys.contains(stated)) {
      throw new CheckFailedException(
          "the log states the key " + stated + ", which is not one of the policy's");
    }
    return stated;
  }

  private List<VerifierKey> keys(WitnessPolicy policy) {
    return address.origin().isEmpty()
        ? policy.logs().stream().map(PolicyLog::key).toList()
        : policy.logKeys(address.origin());
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
