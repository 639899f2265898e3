package dev.cairn.convert;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.DigestAlgorithm;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.PayloadDigest;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import dev.cairn.tree.MalformedException;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** AuditEvents out of CloudEvents that never were ones; {@link CloudEvents} says how. */
final class ForeignCloudEvents {
  private static final String ACTOR_TYPE = "authtype";
  private static final String ACTOR_ID = "authid";
  private static final String DATA_SCHEMA = "dataschema";
  private static final Set<String> MAPPED =
      Set.of(CloudEvents.TRACEPARENT, ACTOR_TYPE, ACTOR_ID, DATA_SCHEMA);

  private ForeignCloudEvents() {}

  static AuditEvent toAuditEvent(CloudEvent event) throws MalformedException {
    AuditEvent.Builder builder =
        AuditEvent.newBuilder()
            .setId(event.getId())
            .setSource(event.getSource().toString())
            .setType(event.getType())
            .setOccurredTime(CloudEvents.timestamp(event))
            .setActor(actor(event))
            .setAction(event.getType().substring(event.getType().lastIndexOf('.') + 1))
            .setOutcome(
                Outcome.newBuilder()
                    .setStage(Stage.STAGE_COMPLETION)
                    .setStatus(OutcomeStatus.OUTCOME_STATUS_UNKNOWN));
    String subject = event.getSubject();
    if (subject != null) {
      builder.addTargets(Target.newBuilder().setType("subject").setId(subject));
    }
    Object traceparent = event.getExtension(CloudEvents.TRACEPARENT);
    if (traceparent != null) {
      builder.getContextBuilder().setTraceparent(traceparent.toString());
    }
    attributes(event).values().forEach(builder::addAttributes);
    CloudEventData data = event.getData();
    if (data != null) {
      builder.setPayloadDigest(digest(event, data));
    }
    return builder.build();
  }

  private static Actor actor(CloudEvent event) throws MalformedException {
    return Actor.newBuilder()
        .setType(required(event, ACTOR_TYPE))
        .setId(required(event, ACTOR_ID))
        .build();
  }

  private static String required(CloudEvent event, String extension) throws MalformedException {
    Object value = event.getExtension(extension);
    if (value == null) {
      throw new MalformedException(extension + ": missing; an audit event says who acted");
    }
    return value.toString();
  }

  /** In the order of their names, which are ASCII. */
  private static Map<String, Attribute> attributes(CloudEvent event) {
    Map<String, Attribute> attributes = new TreeMap<>();
    for (String name : event.getExtensionNames()) {
      Object value = event.getExtension(name);
      if (value != null && !MAPPED.contains(name)) {
        attributes.put(name, attribute(name, value));
      }
    }
    URI schema = event.getDataSchema();
    if (schema != null) {
      attributes.put(DATA_SCHEMA, attribute(DATA_SCHEMA, schema));
    }
    return attributes;
  }

  private static Attribute attribute(String name, Object value) {
    Attribute.Builder attribute = Attribute.newBuilder().setName(name);
    return switch (value) {
      case Boolean flag -> attribute.setFlag(flag).build();
      case Integer integer -> attribute.setInteger(integer).build();
      case OffsetDateTime time -> attribute.setTime(CloudEvents.timestamp(time)).build();
      case byte[] data -> attribute.setData(ByteString.copyFrom(data)).build();
      default -> attribute.setText(value.toString()).build();
    };
  }

  private static PayloadDigest digest(CloudEvent event, CloudEventData data) {
    byte[] bytes = data.toBytes();
    PayloadDigest.Builder digest =
        PayloadDigest.newBuilder()
            .setAlgorithm(DigestAlgorithm.DIGEST_ALGORITHM_SHA_256)
            .setDigest(ByteString.copyFrom(sha256(bytes)))
            .setSize(bytes.length);
    String mediaType = event.getDataContentType();
    return mediaType == null ? digest.build() : digest.setMediaType(mediaType).build();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
