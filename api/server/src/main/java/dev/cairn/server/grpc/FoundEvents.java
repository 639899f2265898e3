package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.EventName;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.filter.EventView;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.tree.MalformedException;
import java.util.Optional;

/** Entries of the log as the events that they are. */
final class FoundEvents {
  private FoundEvents() {}

  /** An event with its entry. */
  record Found(EventView view, ByteString entry) {
    FoundEvent.Builder toProto() {
      FoundEvent.Builder found =
          FoundEvent.newBuilder()
              .setIndex(view.index())
              .setEntry(entry)
              .setEvent(view.event())
              .setCollection(view.collection());
      view.link().ifPresent(found::setLink);
      return found;
    }

    boolean isNamed(EventName name) {
      return view.event().getSource().equals(name.getSource())
          && view.event().getId().equals(name.getId());
    }
  }

  /** What an entry is, if it is an event. */
  static Optional<Found> read(long index, byte[] entry) {
    if (!LoggedEntry.isEvent(entry)) {
      return Optional.empty();
    }
    try {
      LoggedEntry parsed = LoggedEntry.parse(entry);
      EventView view = new EventView(index, parsed.event(), parsed.link(), parsed.collection());
      return Optional.of(new Found(view, ByteString.copyFrom(entry)));
    } catch (MalformedException e) {
      return Optional.empty(); // of a time when such entries could be appended
    }
  }

  /**
   * The event that an entry is.
   *
   * @throws RefusedException if it is none
   */
  static Found require(long index, byte[] entry) {
    return read(index, entry)
        .orElseThrow(
            () ->
                new RefusedException(
                    new Refusal.EventNotFound("entry " + index + " is not an event")));
  }
}
