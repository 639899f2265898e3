package dev.cairn.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An event as an entry of the log: the magic and a {@link LoggedEvent} (event.proto).
 *
 * @param form all that is logged
 * @param event the event in it, decoded
 */
public record LoggedEntry(LoggedEvent form, AuditEvent event) {
  private static final byte[] MAGIC = "cairn.audit/v1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_DEPTH = 16;

  /** Whether an entry claims to be an event: it begins with the magic. */
  public static boolean isEvent(byte[] entry) {
    return entry.length > MAGIC.length
        && Arrays.equals(entry, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** As {@link #isEvent(byte[])}. */
  public static boolean isEvent(ByteString entry) {
    return entry.size() > MAGIC.length
        && entry.byteAt(0) == MAGIC[0]
        && entry.startsWith(ByteString.copyFrom(MAGIC));
  }

  /**
   * Reads an entry. Its seals are not verified.
   *
   * @throws MalformedException unless it is the magic and a logged event with an event, a
   *     collection and a collector's seal, serialized as event.proto says
   */
  public static LoggedEntry parse(byte[] entry) throws MalformedException {
    LoggedEvent form = form(entry);
    LoggedEntry parsed = new LoggedEntry(form, EventBytes.parse(form.getEvent()));
    if (!Arrays.equals(parsed.toBytes(), entry)) {
      throw new MalformedException("the logged event is not serialized as it must be");
    }
    return parsed;
  }

  /**
   * As {@link #parse}, of an entry that is looked at again before anybody relies on it: that it is
   * serialized as it must be is not checked.
   */
  public static LoggedEntry glance(byte[] entry) throws MalformedException {
    LoggedEvent form = form(entry);
    return new LoggedEntry(form, EventBytes.glance(form.getEvent()));
  }

  private static LoggedEvent form(byte[] entry) throws MalformedException {
    if (!isEvent(entry)) {
      throw new MalformedException("the entry is not an event: it does not begin with the magic");
    }
    LoggedEvent form =
        form(CodedInputStream.newInstance(entry, MAGIC.length, entry.length - MAGIC.length));
    if (form.getEvent().isEmpty() || !form.hasCollection() || !form.hasCollectorSeal()) {
      throw new MalformedException("the logged event lacks its event, its collection or its seal");
    }
    if (!form.getUnknownFields().isEmpty()) {
      throw new MalformedException("the logged event has fields that it must not have");
    }
    if (form.hasLink() != form.hasProducerSeal()) {
      throw new MalformedException("the logged event has a link without a seal, or the reverse");
    }
    return form;
  }

  private static LoggedEvent form(CodedInputStream in) throws MalformedException {
    in.setRecursionLimit(MAX_DEPTH);
    try {
      LoggedEvent form = LoggedEvent.parseFrom(in);
      in.checkLastTagWas(0);
      return form;
    } catch (IOException e) {
      throw new MalformedException("the logged event cannot be read: " + e.getMessage());
    }
  }

  /** The event's place in its producer's chain, if it is sealed. */
  public Optional<Link> link() {
    return form.hasLink() ? Optional.of(form.getLink()) : Optional.empty();
  }

  /** The producer's seal, if there is one. */
  public Optional<RunSeal> producerSeal() {
    return form.hasProducerSeal() ? Optional.of(form.getProducerSeal()) : Optional.empty();
  }

  /** What the collector says. */
  public Collection collection() {
    return form.getCollection();
  }

  /** What the producer's seal covers. */
  public byte[] produced() {
    return LoggedEvent.newBuilder()
        .setEvent(form.getEvent())
        .setLink(form.getLink())
        .build()
        .toByteArray();
  }

  /** What the collector's seal covers. */
  public byte[] collected() {
    return collected(form.toBuilder().clearCollectorSeal().build());
  }

  /**
   * The entry that a collector's seal makes of what it covers.
   *
   * @param collected as {@link #collected(LoggedEvent)} gives it, without a seal
   */
  public static byte[] sealed(byte[] collected, RunSeal seal) {
    // The seal is the last field, so that it can be put behind the others as it is.
    byte[] last = LoggedEvent.newBuilder().setCollectorSeal(seal).build().toByteArray();
    byte[] entry = Arrays.copyOf(collected, collected.length + last.length);
    System.arraycopy(last, 0, entry, collected.length, last.length);
    return entry;
  }

  /** The entry. */
  public byte[] toBytes() {
    return collected(form);
  }

  /** How many bytes {@link #collected(LoggedEvent)} gives. */
  public static int collectedBytes(LoggedEvent event) {
    return MAGIC.length + event.getSerializedSize();
  }

  /** The magic and a logged event, which may still lack the collector's seal. */
  public static byte[] collected(LoggedEvent event) {
    byte[] entry = Arrays.copyOf(MAGIC, MAGIC.length + event.getSerializedSize());
    byte[] form = event.toByteArray();
    System.arraycopy(form, 0, entry, MAGIC.length, form.length);
    return entry;
  }
}
