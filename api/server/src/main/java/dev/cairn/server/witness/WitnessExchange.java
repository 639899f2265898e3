package dev.cairn.server.witness;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.policy.PolicyWitness;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Has one witness cosign heads, one at a time: for one thread. */
final class WitnessExchange {
  /** How often one head is tried again from the size that the witness says it knows. */
  private static final int MAX_CATCH_UPS = 4;

  /** A cosignature from further ahead would spoil the checkpoint for those who check times. */
  private static final long MAX_AHEAD_SECONDS = 30;

  private final PolicyWitness witness;
  private final WitnessLink link;
  private final LogHistory history;
  private final ForeignHistory foreign;
  private final String originHash;
  private long knownSize = -1;

  WitnessExchange(
      PolicyWitness witness, WitnessLink link, LogHistory history, ForeignHistory foreign) {
    this.witness = witness;
    this.link = link;
    this.history = history;
    this.foreign = foreign;
    this.originHash = sha256(foreign.log().name());
  }

  private static String sha256(String origin) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(origin.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** What became of a head. */
  sealed interface Outcome {
    /** A verified cosignature, and the time that it states. */
    record Cosigned(NoteSignature line, Instant time) implements Outcome {}

    /** The witness knows a newer head of this log already. */
    record Overtaken() implements Outcome {}

    /** The witness shows, signed by this log, a head that is not of this history. */
    record Foreign(String reason) implements Outcome {}

    /** The witness shows, signed by this log, a head that the log has declared lost. */
    record DeclaredLost(String reason) implements Outcome {}

    /** The witness does not cosign, and knows nothing of this log. */
    record Declined(String reason) implements Outcome {}
  }

  /**
   * Sends a published head.
   *
   * @throws WitnessFailure if the witness gave neither a good cosignature nor a reason
   */
  Outcome cosign(SignedCheckpoint head) throws WitnessFailure, InterruptedException {
    long size = head.head().size();
    long old = knownSize < 0 || knownSize > size ? size : knownSize;
    for (int i = 0; i < MAX_CATCH_UPS; i++) {
      List<Hash> proof = old == 0 || old == size ? List.of() : history.consistency(old, size);
      switch (link.add(AddCheckpoint.format(old, proof, head))) {
        case WitnessReply.Cosigned(List<NoteSignature> lines) -> {
          Outcome.Cosigned cosigned = verified(head, lines);
          knownSize = size;
          return cosigned;
        }
        case WitnessReply.KnownSize(long known) -> {
          if (known > history.newest().head().size()) {
            return doubtful("it says that it knows a head of size " + known);
          }
          knownSize = known;
          if (known > size) {
            return new Outcome.Overtaken();
          }
          old = known;
        }
        case WitnessReply.Refused refused when refused.isUnknownLog() -> {
          return new Outcome.Declined("it does not know this log: " + refused.reason());
        }
        case WitnessReply.Refused refused when size == 0 && refused.isRequestsFault() -> {
          // It would have named the size that it knows, had it known any.
          return new Outcome.Declined("it does not cosign an empty log: " + refused.reason());
        }
        case WitnessReply.Refused refused when refused.isConflict() -> {
          return doubtful(refused.reason());
        }
        case WitnessReply.Refused refused -> throw new WitnessFailure(refused.reason());
      }
    }
    throw new WitnessFailure("it says again and again that it knows another size");
  }

  /** What a witness claims against the log counts only if the log's own signature shows it. */
  private Outcome doubtful(String claim) throws WitnessFailure, InterruptedException {
    ForeignHistory.Verdict verdict =
        link.checkpoint(originHash)
            .map(foreign::judge)
            .orElseGet(ForeignHistory.Verdict.Nothing::new);
    return switch (verdict) {
      case ForeignHistory.Verdict.Foreign(String reason) -> new Outcome.Foreign(reason);
      case ForeignHistory.Verdict.DeclaredLost(long size) ->
          new Outcome.DeclaredLost(
              "it remembers a head of size %d that this log has declared lost, and rightly cosigns nothing that does not extend it"
                  .formatted(size));
      case ForeignHistory.Verdict.Ahead() -> new Outcome.Overtaken();
      case ForeignHistory.Verdict.Own _, ForeignHistory.Verdict.Nothing _ ->
          throw new WitnessFailure(claim + ", and shows nothing that the log has signed for it");
    };
  }

  private Outcome.Cosigned verified(SignedCheckpoint head, List<NoteSignature> lines)
      throws WitnessFailure {
    NoteSignature line =
        lines.stream()
            .filter(witness::claims)
            .findFirst()
            .orElseThrow(() -> new WitnessFailure("its answer has no signature by its key"));
    try {
      long time = witness.cosignedAt(head.with(List.of(line))).orElseThrow();
      if (time - Instant.now().getEpochSecond() > MAX_AHEAD_SECONDS) {
        throw new WitnessFailure("its clock is ahead: it cosigned at " + time);
      }
      return new Outcome.Cosigned(line, Instant.ofEpochSecond(time));
    } catch (VerificationException e) {
      throw new WitnessFailure("its cosignature is not good: " + e.getMessage(), e);
    }
  }
}
