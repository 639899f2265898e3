package dev.cairn.event.seal;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.ChainFinding;
import dev.cairn.audit.v1.ChainFindingKind;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.Producer;
import dev.cairn.event.LoggedEntry;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a log's entries, read in order, show of one producer. Whoever reads the same entries finds
 * the same. Immutable.
 *
 * @param name the producer
 * @param keys the keys that it named, in the order of the sequences from which they seal, the last
 *     {@value #MAX_KEYS}
 * @param eventCount how many of its events were seen
 * @param nextSequence one more than the highest sequence that was seen
 * @param lastHash the hash of the event with the highest sequence
 * @param findings what is wrong with the chain, the newest last, at most {@value #MAX_FINDINGS}
 * @param findingCount how many things were ever found wrong
 * @param missing the sequences that are missing, ascending, the last {@value #MAX_MISSING} ranges
 */
public record ProducerChain(
    String name,
    List<KeyInForce> keys,
    long eventCount,
    long nextSequence,
    Optional<Hash> lastHash,
    List<ChainFinding> findings,
    long findingCount,
    List<Missing> missing) {

  /** The most keys that are kept. */
  public static final int MAX_KEYS = 100;

  /** The most findings that are kept. */
  public static final int MAX_FINDINGS = 100;

  /** The most ranges of missing sequences that are kept. */
  public static final int MAX_MISSING = 1_000;

  /** A copy that nobody changes. */
  public ProducerChain {
    keys = List.copyOf(keys);
    findings = List.copyOf(findings);
    missing = List.copyOf(missing);
  }

  /** A producer of whom nothing was seen. */
  public static ProducerChain begin(String name) {
    return new ProducerChain(name, List.of(), 0, 0, Optional.empty(), List.of(), 0, List.of());
  }

  /**
   * The chain after one more of its entries.
   *
   * @param entry the next entry of the log that is linked into this chain
   * @param index its index
   * @throws IllegalArgumentException if it is of another producer, or of none
   */
  public ProducerChain after(LoggedEntry entry, long index) {
    Link link = entry.link().orElseThrow(() -> new IllegalArgumentException("no link"));
    if (!link.getProducer().equals(name)) {
      throw new IllegalArgumentException("an event of " + link.getProducer() + ", not " + name);
    }
    Hash hash = new TreeHasher().leaf(entry.produced());
    Growth growth = new Growth(this);
    growth.add(link, hash, index);
    Optional<KeyInForce> named = growth.learn(entry.event(), link);
    ProducerChain grown = growth.chain();
    return named.map(grown::with).orElse(grown);
  }

  /** The key that it named last, if it has named one. */
  public Optional<VerifierKey> key() {
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.getLast().key());
  }

  /** The key that seals the event of a sequence, if it has named one for it. */
  public Optional<VerifierKey> keyAt(long sequence) {
    return keys.reversed().stream()
        .filter(key -> key.from() <= sequence)
        .findFirst()
        .map(KeyInForce::key);
  }

  /** The same chain with one key more; the first one to be named for its place stays. */
  public ProducerChain with(KeyInForce key) {
    if (keys.stream().anyMatch(known -> known.from() == key.from())) {
      return this;
    }
    List<KeyInForce> more = new ArrayList<>(keys);
    more.add(key);
    more.sort(Comparator.comparingLong(KeyInForce::from));
    return new ProducerChain(
        name,
        Growth.last(more, MAX_KEYS),
        eventCount,
        nextSequence,
        lastHash,
        findings,
        findingCount,
        missing);
  }

  /** As it is told to those who ask. */
  public Producer toProto() {
    return Producer.newBuilder()
        .setName(name)
        .setVkey(key().map(VerifierKey::toString).orElse(""))
        .setEventCount(eventCount)
        .setLastSequence(Math.max(0, nextSequence - 1))
        .addAllFindings(findings)
        .setFindingCount(findingCount)
        .build();
  }

  /** One step of a chain. */
  private static final class Growth {
    private final ProducerChain before;
    private long next;
    private Optional<Hash> lastHash;
    private final List<ChainFinding> findings;
    private long findingCount;
    private final List<Missing> missing;

    Growth(ProducerChain before) {
      this.before = before;
      this.next = before.nextSequence;
      this.lastHash = before.lastHash;
      this.findings = new ArrayList<>(before.findings);
      this.findingCount = before.findingCount;
      this.missing = new ArrayList<>(before.missing);
    }

    void add(Link link, Hash hash, long index) {
      long sequence = link.getSequence();
      if (sequence < next) {
        if (!settle(sequence)) {
          find(ChainFindingKind.CHAIN_FINDING_KIND_REPEAT, sequence, 1, index);
        }
        return;
      }
      if (sequence > next) {
        find(ChainFindingKind.CHAIN_FINDING_KIND_GAP, next, sequence - next, index);
        missing.add(new Missing(next, sequence));
      } else if (!follows(link)) {
        find(ChainFindingKind.CHAIN_FINDING_KIND_FORK, sequence, 1, index);
      }
      next = sequence + 1;
      lastHash = Optional.of(hash);
    }

    private boolean follows(Link link) {
      byte[] previous = lastHash.map(Hash::toBytes).orElse(new byte[0]);
      return Arrays.equals(previous, link.getPreviousHash().toByteArray());
    }

    /** What the event says of the chain itself. */
    Optional<KeyInForce> learn(AuditEvent event, Link link) {
      try {
        if (KeyEvent.isKeyEvent(event)) {
          long sequence = link.getSequence();
          return Optional.of(KeyInForce.by(KeyEvent.parse(event, before.name, sequence), sequence));
        } else if (UnusedSequence.isUnusedSequence(event)) {
          settle(UnusedSequence.parse(event, before.name, link.getSequence()).sequence());
        }
      } catch (MalformedException | VerificationException e) {
        // An event that says nothing valid changes nothing.
      }
      return Optional.empty();
    }

    /** Takes a sequence out of those that are missing; false if it is not one of them. */
    private boolean settle(long sequence) {
      for (int i = 0; i < missing.size(); i++) {
        Missing range = missing.get(i);
        if (range.has(sequence)) {
          missing.remove(i);
          if (sequence + 1 < range.end()) {
            missing.add(i, new Missing(sequence + 1, range.end()));
          }
          if (range.first() < sequence) {
            missing.add(i, new Missing(range.first(), sequence));
          }
          settleFinding(sequence);
          return true;
        }
      }
      return false;
    }

    private void settleFinding(long sequence) {
      findings.replaceAll(
          finding ->
              finding.getKind() == ChainFindingKind.CHAIN_FINDING_KIND_GAP
                      && finding.getFirstSequence() <= sequence
                      && sequence < finding.getFirstSequence() + finding.getCount()
                  ? finding.toBuilder().setSettledCount(finding.getSettledCount() + 1).build()
                  : finding);
    }

    private void find(ChainFindingKind kind, long first, long count, long index) {
      findings.add(
          ChainFinding.newBuilder()
              .setKind(kind)
              .setFirstSequence(first)
              .setCount(count)
              .setIndex(index)
              .build());
      findingCount++;
    }

    ProducerChain chain() {
      return new ProducerChain(
          before.name,
          before.keys,
          before.eventCount + 1,
          next,
          lastHash,
          last(findings, MAX_FINDINGS),
          findingCount,
          last(missing, MAX_MISSING));
    }

    private static <T> List<T> last(List<T> list, int most) {
      return list.size() <= most ? list : list.subList(list.size() - most, list.size());
    }
  }
}
