package dev.cairn.recorder.grpc;

import com.google.protobuf.Message;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.PayloadDigest;
import dev.cairn.recorder.EventText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is kept of a call as attributes, which {@code docs} list by name. For one thread. */
final class CallAttributes {
  /** The most bytes of messages that an event keeps; the rest of it has room besides. */
  private static final int MAX_MESSAGES_BYTES = 4 * MessageText.MAX_BYTES;

  private static final int MAX_NOTE_BYTES = 2_048;

  private final CallFacts facts;
  private final TreeMap<String, Attribute> attributes = new TreeMap<>();
  private final SortedSet<String> redacted = new TreeSet<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<PayloadDigest> digest = Optional.empty();
  private int bytesKept;

  CallAttributes(CallFacts facts) {
    this.facts = facts;
    attributes.putAll(facts.said().attributes());
    text("grpc.method", EventText.text(facts.method().getFullMethodName(), MAX_NOTE_BYTES));
    facts.remaining().ifPresent(left -> integer("grpc.deadline_ms", left.toMillis()));
    if (facts.duration().isPositive()) {
      integer("grpc.duration_us", facts.duration().toNanos() / 1_000);
    }
    if (!facts.attemptId().isEmpty()) {
      text("grpc.attempt", facts.attemptId());
    }
    count(facts.requests());
    count(facts.responses());
    keepMessages();
    noteDescription();
    note("grpc.redacted", redacted, ",");
    note("grpc.omitted", notes, "; ");
  }

  /** In the order of their names. */
  Collection<Attribute> sorted() {
    return attributes.values();
  }

  /** Of the first message that is too large. */
  Optional<PayloadDigest> digest() {
    return digest;
  }

  private void keepMessages() {
    CallLevel level = facts.plan().rule().level();
    if (!level.keepsRequests()) {
      return;
    }
    keep(facts.requests());
    if (level.keepsResponses()) {
      keep(facts.responses());
    }
  }

  private void noteDescription() {
    if (facts.status().getDescription() != null && !facts.plan().isDescribed()) {
      notes.add("status: its description may tell what is redacted");
    }
  }

  private void keep(CallFacts.Direction direction) {
    List<FieldPath> nameless = facts.plan().nameless(direction);
    if (!nameless.isEmpty()) {
      String path = nameless.getFirst().written();
      notes.add(direction.name() + ": the redaction " + path + " names no field");
      return;
    }
    int position = 0;
    for (Message message : direction.kept()) {
      String name = direction.name() + (direction.isStream() ? "." + position : "");
      keep(name, message, facts.plan().redaction(direction.name()));
      position++;
    }
    long beyond = direction.count() - position;
    if (beyond > 0) {
      notes.add(direction.name() + ": %,d messages are not kept".formatted(beyond));
    }
  }

  private void keep(String name, Message message, Redaction redaction) {
    try {
      keep(name, redaction.apply(message));
    } catch (RuntimeException e) {
      // Its text may say what the message does.
      notes.add(name + ": it cannot be kept: " + e.getClass().getSimpleName());
    }
  }

  private void keep(String name, Redaction.Redacted left) {
    redacted.addAll(left.paths());
    switch (MessageText.of(left.message())) {
      case MessageText.Whole whole when bytesKept + whole.bytes() <= MAX_MESSAGES_BYTES -> {
        bytesKept += whole.bytes();
        text("grpc." + name, whole.json());
      }
      case MessageText.Whole whole ->
          notes.add(name + ": %,d bytes have no room".formatted(whole.bytes()));
      case MessageText.Oversize oversize -> keepDigest(name, oversize.digest());
      case MessageText.Unprintable unprintable -> notes.add(name + ": " + unprintable.why());
    }
  }

  private void keepDigest(String name, PayloadDigest found) {
    String size = "%,d bytes of JSON; at most %,d are kept".formatted(found.getSize(), 8_192);
    notes.add(name + ": " + size);
    if (digest.isEmpty()) {
      digest = Optional.of(found);
      text("grpc.digest_of", name);
    } else {
      Attribute.Builder attribute = Attribute.newBuilder().setData(found.getDigest());
      put("grpc." + name + ".sha256", attribute);
    }
  }

  private void count(CallFacts.Direction direction) {
    if (direction.isStream()) {
      integer("grpc." + direction.name() + "s", direction.count());
    }
  }

  private void note(String name, Collection<String> parts, String between) {
    if (!parts.isEmpty()) {
      text(name, EventText.text(String.join(between, parts), MAX_NOTE_BYTES));
    }
  }

  private void text(String name, String value) {
    put(name, Attribute.newBuilder().setText(value));
  }

  private void integer(String name, long value) {
    put(name, Attribute.newBuilder().setInteger(value));
  }

  private void put(String name, Attribute.Builder attribute) {
    attributes.put(name, attribute.setName(name).build());
  }
}
