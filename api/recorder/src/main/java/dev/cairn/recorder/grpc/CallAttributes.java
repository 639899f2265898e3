package dev.cairn.recorder.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.PayloadDigest;
import dev.cairn.recorder.EventText;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    List<String> nameless = facts.plan().nameless(types());
    if (!nameless.isEmpty()) {
      notes.add("messages: the redaction " + nameless.getFirst() + " names no field");
      return;
    }
    keep(facts.requests());
    if (level.keepsResponses()) {
      keep(facts.responses());
    }
  }

  /** The types of the method's messages, as far as they are known. */
  private Set<Descriptor> types() {
    Set<Descriptor> types = new HashSet<>();
    MethodDescriptor<?, ?> method = facts.method();
    if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier) {
      types.add(supplier.getMethodDescriptor().getInputType());
      types.add(supplier.getMethodDescriptor().getOutputType());
    }
    facts.requests().kept().forEach(m -> types.add(m.getDescriptorForType()));
    facts.responses().kept().forEach(m -> types.add(m.getDescriptorForType()));
    return types;
  }

  private void keep(CallFacts.Direction direction) {
    int position = 0;
    for (Message message : direction.kept()) {
      String name = direction.name() + (direction.isStream() ? "." + position : "");
      keep(name, message);
      position++;
    }
    long beyond = direction.count() - position;
    if (beyond > 0) {
      notes.add(direction.name() + ": %,d messages are not kept".formatted(beyond));
    }
  }

  private void keep(String name, Message message) {
    Redaction.Redacted left = facts.plan().redaction().apply(message);
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
