package dev.cairn.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Target;
import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import tools.jackson.databind.node.ObjectNode;

/**
 * CloudEvents 1.0 out of AuditEvents, and back.
 *
 * <p>{@code id}, {@code source}, {@code type} and {@code time} are the event's; {@code subject} is
 * its first target as {@code type/id}; {@code traceparent} is the extension of that name. The rest
 * is {@code data}: the proto3 JSON of the AuditEvent without those fields, of the {@code
 * dataschema} {@value #DATA_SCHEMA}. A source that is no URI reference is percent-encoded, and
 * {@code data} has it as it is. Back again an event is the same; only fields unknown to this
 * version are lost.
 *
 * <p>A <em>foreign</em> CloudEvent has another {@code dataschema} or none. It must have {@code
 * time}, and say who acted by the extensions {@code authtype} and {@code authid} of the CloudEvents
 * project's auth context. Its action is the last part of its type, its outcome a completion of
 * unknown status, its {@code subject} a target of type "subject"; all other extensions and the
 * {@code dataschema} become attributes, and its data the payload digest.
 */
public final class CloudEvents {
  /** The {@code dataschema} of events that were AuditEvents. */
  public static final String DATA_SCHEMA = "https://cairn.dev/audit/v1/AuditEvent";

  static final String JSON_TYPE = "application/json";
  static final String TRACEPARENT = "traceparent";

  private CloudEvents() {}

  /**
   * The CloudEvent of an event.
   *
   * @throws IllegalArgumentException if the event breaks the rules, so that there is none
   */
  public static CloudEvent fromAuditEvent(AuditEvent event) {
    try {
      return build(event);
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static CloudEvent build(AuditEvent event) {
    CloudEventBuilder builder =
        CloudEventBuilder.v1()
            .withId(event.getId())
            .withSource(source(event.getSource()))
            .withType(event.getType())
            .withTime(time(event.getOccurredTime()));
    if (event.getTargetsCount() > 0) {
      Target target = event.getTargets(0);
      builder.withSubject(target.getType() + "/" + target.getId());
    }
    String traceparent = event.getContext().getTraceparent();
    if (!traceparent.isEmpty()) {
      builder.withExtension(TRACEPARENT, traceparent);
    }
    return builder.withData(JSON_TYPE, URI.create(DATA_SCHEMA), data(event)).build();
  }

  /** What the envelope does not say. */
  private static byte[] data(AuditEvent event) {
    AuditEvent.Builder rest = event.toBuilder().clearId().clearType().clearOccurredTime();
    if (source(event.getSource()).toString().equals(event.getSource())) {
      rest.clearSource();
    }
    if (event.hasContext()) {
      rest.getContextBuilder().clearTraceparent();
    }
    try {
      return Json.format(Json.toObject(rest.build())).getBytes(UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("the event has no JSON form", e);
    }
  }

  /**
   * The event of a CloudEvent, of which no rule is checked.
   *
   * @throws MalformedException if there is none, with what is missing or wrong
   */
  public static AuditEvent toAuditEvent(CloudEvent event) throws MalformedException {
    URI schema = event.getDataSchema();
    if (schema == null || !schema.toString().equals(DATA_SCHEMA)) {
      return ForeignCloudEvents.toAuditEvent(event);
    }
    CloudEventData data = event.getData();
    if (data == null) {
      throw new MalformedException("data: missing");
    }
    ObjectNode rest = Json.parseObject(CanonicalText.parseUtf8("data", data.toBytes()));
    AuditEvent.Builder builder = Json.toEvent(rest).toBuilder();
    builder.setId(event.getId()).setType(event.getType());
    builder.setOccurredTime(timestamp(event));
    if (builder.getSource().isEmpty()) {
      builder.setSource(event.getSource().toString());
    }
    Object traceparent = event.getExtension(TRACEPARENT);
    if (traceparent != null) {
      builder.getContextBuilder().setTraceparent(traceparent.toString());
    }
    return builder.build();
  }

  static Timestamp timestamp(CloudEvent event) throws MalformedException {
    OffsetDateTime time = event.getTime();
    if (time == null) {
      throw new MalformedException("time: missing; an audit event says when it happened");
    }
    return timestamp(time);
  }

  static Timestamp timestamp(OffsetDateTime time) {
    Instant instant = time.toInstant();
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** Refuses a time that does not exist. */
  static OffsetDateTime time(Timestamp time) {
    Timestamps.checkValid(time);
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atOffset(ZoneOffset.UTC);
  }

  /** A source as a URI reference; if it is none, all but letters, digits and "-._~/" is encoded. */
  private static URI source(String source) {
    try {
      return new URI(source);
    } catch (URISyntaxException e) {
      StringBuilder encoded = new StringBuilder();
      for (byte b : source.getBytes(UTF_8)) {
        boolean isPlain =
            (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || "-._~/".indexOf(b) >= 0;
        encoded.append(isPlain ? Character.toString(b) : "%%%02X".formatted(b));
      }
      return URI.create(encoded.toString());
    }
  }
}
