package dev.cairn.event.seal;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.tree.merkle.Hash;

/**
 * An event in its producer's chain.
 *
 * @param event the serialized event
 * @param link its place
 * @param seal its share of the run's signature
 * @param hash what the next event's link names as the previous one
 */
public record ProducedEvent(ByteString event, Link link, RunSeal seal, Hash hash) {

  /** The fields 1 to 3 of the logged event. */
  public LoggedEvent.Builder toLogged() {
    return LoggedEvent.newBuilder().setEvent(event).setLink(link).setProducerSeal(seal);
  }
}
