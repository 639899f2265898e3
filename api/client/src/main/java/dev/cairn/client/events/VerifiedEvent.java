package dev.cairn.client.events;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.Link;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.Inclusion;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.filter.EventView;
import dev.cairn.event.seal.Collecting;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.VerifierKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An event that the log's key has sealed and, if there is an inclusion, that is proved to be in the
 * log. Its producer's seal is for whoever knows the producer's keys: {@link #verifyProduced}.
 *
 * @param index the entry's position in the log, from 0; without an inclusion it is only claimed
 * @param entry the entry, decoded from its bytes
 * @param leafHash the entry's leaf hash
 * @param inclusion that the leaf is at the index, in a head that the client believes in; empty if
 *     no proof was asked for
 */
public record VerifiedEvent(
    long index, LoggedEntry entry, Hash leafHash, Optional<Inclusion> inclusion) {
  /**
   * @throws IllegalArgumentException if the inclusion is of another index or leaf
   */
  public VerifiedEvent {
    Objects.requireNonNull(entry);
    if (inclusion.isPresent()
        && (inclusion.get().index() != index || !inclusion.get().leafHash().equals(leafHash))) {
      throw new IllegalArgumentException("the inclusion is not the entry's");
    }
  }

  /** The event. */
  public AuditEvent event() {
    return entry.event();
  }

  /** Its place in its producer's chain; empty if it is not sealed. */
  public Optional<Link> link() {
    return entry.link();
  }

  /** What the collector says of it. */
  public Collection collection() {
    return entry.collection();
  }

  /** What a filter sees of it. */
  public EventView view() {
    return new EventView(index, event(), link(), collection());
  }

  /**
   * Verifies the seal of its producer.
   *
   * @param key the key that was the producer's at that place of its chain
   * @throws CheckFailedException if the key has not sealed the event, or nobody has
   */
  public void verifyProduced(VerifierKey key) throws CheckFailedException {
    try {
      Collecting.verifyProduced(entry, key);
    } catch (VerificationException e) {
      throw new CheckFailedException("event " + index + ": " + e.getMessage(), e);
    }
  }

  /**
   * Verifies the seal of its producer by one of several keys, such as all that it ever had.
   *
   * @return the key that has sealed it
   * @throws CheckFailedException if none of them has
   */
  public VerifierKey verifyProduced(List<VerifierKey> keys) throws CheckFailedException {
    for (VerifierKey key : keys) {
      if (entry.producerSeal().isPresent()
          && entry.producerSeal().get().getKeyId() == key.keyId()
          && entry.form().getLink().getProducer().equals(key.name())) {
        verifyProduced(key);
        return key;
      }
    }
    throw new CheckFailedException("event " + index + " is sealed by none of the keys");
  }
}
