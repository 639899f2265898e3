package dev.cairn.event.seal;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.event.LoggedEntry;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;

/** Makes entries of collected events, and verifies entries. */
public final class Collecting {
  private Collecting() {}

  /**
   * Seals events as entries.
   *
   * @param key the log's
   * @param events with their collection and without its seal, 1 to {@value Seals#MAX_RUN}
   * @return the entries, in order
   */
  public static List<byte[]> seal(SigningKey key, List<LoggedEvent> events) {
    List<byte[]> members = events.stream().map(LoggedEntry::collected).toList();
    List<RunSeal> seals = Seals.COLLECTED.seal(key, 0, members);
    List<byte[]> entries = new ArrayList<>(events.size());
    for (int i = 0; i < seals.size(); i++) {
      entries.add(LoggedEntry.sealed(members.get(i), seals.get(i)));
    }
    return entries;
  }

  /**
   * Verifies the collector's seal of an entry.
   *
   * @param key the log's
   * @throws VerificationException if the log's key has not sealed it
   */
  public static void verify(LoggedEntry entry, VerifierKey key) throws VerificationException {
    Seals.COLLECTED.verify(key, 0, entry.collected(), entry.form().getCollectorSeal());
  }

  /**
   * Verifies the producer's seal of an entry.
   *
   * @param key the key that was the producer's at that place of its chain
   * @throws VerificationException if the key has not sealed it, or nobody has
   */
  public static void verifyProduced(LoggedEntry entry, VerifierKey key)
      throws VerificationException {
    if (entry.link().isEmpty()) {
      throw new VerificationException("the event is not sealed by a producer");
    }
    if (!entry.form().getLink().getProducer().equals(key.name())) {
      throw new VerificationException("the key is not the producer's");
    }
    RunSeal seal = entry.form().getProducerSeal();
    long first = entry.form().getLink().getSequence() - seal.getPosition();
    Seals.PRODUCED.verify(key, first, entry.produced(), seal);
  }

  /** The serialized fields 4 and 5 of an entry: what only the collector knows. */
  public static ByteString rest(LoggedEntry entry) {
    return LoggedEvent.newBuilder()
        .setCollection(entry.collection())
        .setCollectorSeal(entry.form().getCollectorSeal())
        .build()
        .toByteString();
  }
}
