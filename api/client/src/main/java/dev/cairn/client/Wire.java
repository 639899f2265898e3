package dev.cairn.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns fields of a server's messages into values, or refuses them. */
final class Wire {
  /** The most hashes that any proof has (RFC 6962 §2.1, trees below 2^63 leaves). */
  private static final int MAX_PROOF = 64;

  private static final long MAX_SECONDS = 315_576_000_000L;
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private Wire() {}

  static Hash hash(ByteString bytes) throws CheckFailedException {
    try {
      return Hash.parse(bytes.toByteArray());
    } catch (MalformedException e) {
      throw new CheckFailedException("the log's answer is malformed: " + e.getMessage(), e);
    }
  }

  static List<Hash> proof(List<ByteString> hashes) throws CheckFailedException {
    if (hashes.size() > MAX_PROOF) {
      throw new CheckFailedException(
          "the log's proof has " + hashes.size() + " hashes, and none has more than " + MAX_PROOF);
    }
    List<Hash> proof = new ArrayList<>(hashes.size());
    for (ByteString hash : hashes) {
      proof.add(hash(hash));
    }
    return List.copyOf(proof);
  }

  /** The level that was reached, as far as it can be verified: without a policy, signed at most. */
  static Ack ack(AckLevel level, Standard standard) throws CheckFailedException {
    return switch (level) {
      case ACK_LEVEL_DURABLE -> Ack.DURABLE;
      case ACK_LEVEL_SIGNED -> Ack.SIGNED;
      case ACK_LEVEL_WITNESSED -> standard.hasPolicy() ? Ack.WITNESSED : Ack.SIGNED;
      case ACK_LEVEL_UNSPECIFIED, UNRECOGNIZED ->
          throw new CheckFailedException("the log acknowledged without a known level");
    };
  }

  /** A claimed duration; empty if it is negative or none. */
  static Optional<java.time.Duration> duration(Duration claimed) {
    boolean valid =
        claimed.getSeconds() >= 0
            && claimed.getSeconds() <= MAX_SECONDS
            && claimed.getNanos() >= 0
            && claimed.getNanos() < NANOS_PER_SECOND;
    return valid
        ? Optional.of(java.time.Duration.ofSeconds(claimed.getSeconds(), claimed.getNanos()))
        : Optional.empty();
  }

  /** How long an append is said to have waited. */
  static java.time.Duration waited(Duration claimed) throws CheckFailedException {
    return duration(claimed)
        .orElseThrow(() -> new CheckFailedException("the log claims an impossible waiting time"));
  }
}
