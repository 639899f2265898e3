package dev.cairn.convert;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.tree.MalformedException;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON, and the proto3 JSON form of messages with the field names of the contract. */
final class Json {
  /** Strict: each name once, nothing after the value, numbers as they are written. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode parse(String text) throws MalformedException {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new MalformedException("not JSON: " + reason(e));
    }
  }

  static ObjectNode parseObject(String text) throws MalformedException {
    if (parse(text) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedException("not a JSON object");
  }

  private static String reason(JacksonException e) {
    String where =
        e instanceof StreamReadException && e.getLocation() != null
            ? " (column " + e.getLocation().getColumnNr() + ")"
            : "";
    return e.getOriginalMessage() + where;
  }

  static String format(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** The proto3 JSON of a message; fields that are not known are not in it. */
  static ObjectNode toObject(Message message) throws IOException {
    return (ObjectNode) MAPPER.readTree(PRINTER.print(message));
  }

  /** The AuditEvent of its proto3 JSON. */
  static AuditEvent parseEvent(String text) throws MalformedException {
    return toEvent(parseObject(text));
  }

  static AuditEvent toEvent(ObjectNode object) throws MalformedException {
    AuditEvent.Builder event = AuditEvent.newBuilder();
    try {
      JsonFormat.parser().merge(format(object), event);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("not the JSON of an AuditEvent: " + e.getMessage());
    }
    return event.build();
  }
}
