package dev.cairn.client.events;

import dev.cairn.audit.v1.ChainFinding;
import dev.cairn.audit.v1.Producer;
import dev.cairn.client.CheckFailedException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A producer as the server says that the log shows it. The key event in the log, and its chain,
 * prove or refute it.
 *
 * @param key the key that seals its events now; its name is the producer's
 * @param eventCount the number of its events in the log
 * @param lastSequence the highest sequence in the log
 * @param findings what is wrong with its chain, the newest last; at most {@value #MAX_FINDINGS}
 * @param findingCount how many things were ever found wrong
 */
public record ClaimedProducer(
    VerifierKey key,
    long eventCount,
    long lastSequence,
    List<ClaimedFinding> findings,
    long findingCount) {
  /** The most findings that are told of a producer. */
  public static final int MAX_FINDINGS = 100;

  /** The list is copied. */
  public ClaimedProducer {
    findings = List.copyOf(findings);
  }

  /** Its name. */
  public String name() {
    return key.name();
  }

  static ClaimedProducer of(Producer claimed) throws CheckFailedException {
    VerifierKey key;
    try {
      key = VerifierKey.parse(claimed.getVkey());
    } catch (MalformedException e) {
      throw new CheckFailedException("the log names a producer's key: " + e.getMessage(), e);
    }
    if (!key.name().equals(claimed.getName())) {
      throw new CheckFailedException(
          "the log names the key of " + key.name() + " as one of another producer");
    }
    if (claimed.getFindingsCount() > MAX_FINDINGS) {
      throw new CheckFailedException(
          "the log sent " + claimed.getFindingsCount() + " findings of one producer");
    }
    List<ClaimedFinding> findings = new ArrayList<>();
    for (ChainFinding finding : claimed.getFindingsList()) {
      findings.add(finding(finding));
    }
    return new ClaimedProducer(
        key,
        claimed.getEventCount(),
        claimed.getLastSequence(),
        findings,
        claimed.getFindingCount());
  }

  private static ClaimedFinding finding(ChainFinding claimed) throws CheckFailedException {
    ClaimedFinding.Kind kind =
        switch (claimed.getKind()) {
          case CHAIN_FINDING_KIND_GAP -> ClaimedFinding.Kind.GAP;
          case CHAIN_FINDING_KIND_FORK -> ClaimedFinding.Kind.FORK;
          case CHAIN_FINDING_KIND_REPEAT -> ClaimedFinding.Kind.REPEAT;
          case CHAIN_FINDING_KIND_UNSPECIFIED, UNRECOGNIZED ->
              throw new CheckFailedException("the log sent a finding of an unknown kind");
        };
    return new ClaimedFinding(
        kind,
        claimed.getFirstSequence(),
        claimed.getCount(),
        claimed.getIndex(),
        claimed.getSettledCount());
  }
}
