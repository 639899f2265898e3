package dev.cairn.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import io.cloudevents.types.Time;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON format of CloudEvents 1.0, in structured mode: one object an event. Extensions are
 * texts, whole numbers of 32 bits, or yes and no.
 */
public final class CloudEventJson {
  private static final Set<String> CONTEXT =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "datacontenttype",
          "dataschema",
          "subject",
          "time",
          "data",
          "data_base64");

  private CloudEventJson() {}

  /** The JSON object of an event, on one line. */
  public static String format(CloudEvent event) throws IOException {
    return Json.format(toObject(event));
  }

  static ObjectNode toObject(CloudEvent event) throws IOException {
    ObjectNode object = Json.object();
    object.put("specversion", "1.0");
    object.put("id", event.getId());
    object.put("source", event.getSource().toString());
    object.put("type", event.getType());
    putIfPresent(object, "datacontenttype", event.getDataContentType());
    putIfPresent(object, "dataschema", event.getDataSchema());
    putIfPresent(object, "subject", event.getSubject());
    if (event.getTime() != null) {
      object.put("time", Time.writeTime(event.getTime()));
    }
    for (String name : event.getExtensionNames().stream().sorted().toList()) {
      putExtension(object, name, event.getExtension(name));
    }
    CloudEventData data = event.getData();
    if (data != null) {
      putData(object, event.getDataContentType(), data.toBytes());
    }
    return object;
  }

  private static void putIfPresent(ObjectNode object, String name, @Nullable Object value) {
    if (value != null) {
      object.put(name, value.toString());
    }
  }

  private static void putExtension(ObjectNode object, String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Boolean flag -> object.put(name, flag);
      case Integer integer -> object.put(name, integer);
      case OffsetDateTime time -> object.put(name, Time.writeTime(time));
      case byte[] bytes -> object.put(name, Base64.getEncoder().encodeToString(bytes));
      default -> object.put(name, value.toString());
    }
  }

  private static void putData(ObjectNode object, @Nullable String type, byte[] data)
      throws IOException {
    if (!isJson(type)) {
      object.put("data_base64", Base64.getEncoder().encodeToString(data));
      return;
    }
    try {
      object.set("data", Json.parse(CanonicalText.parseUtf8("data", data)));
    } catch (MalformedException e) {
      throw new IOException("data: " + e.getMessage(), e);
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return true;
    }
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    String name = type.strip().toLowerCase(Locale.ROOT);
    return name.endsWith("/json") || name.endsWith("+json");
  }

  /**
   * Reads the JSON object of an event; a member that is null is absent.
   *
   * @throws MalformedException if it is none, with what is missing or wrong
   */
  public static CloudEvent parse(String text) throws MalformedException {
    ObjectNode object = Json.parseObject(text);
    if (!text(object, "specversion").equals("1.0")) {
      throw new MalformedException("specversion: must be \"1.0\"");
    }
    try {
      CloudEventBuilder builder =
          CloudEventBuilder.v1()
              .withId(text(object, "id"))
              .withSource(uri(object, "source"))
              .withType(text(object, "type"));
      if (isPresent(object, "subject")) {
        builder.withSubject(text(object, "subject"));
      }
      if (isPresent(object, "time")) {
        builder.withTime(time(text(object, "time")));
      }
      readData(object, builder);
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        if (!CONTEXT.contains(member.getKey())) {
          readExtension(member.getKey(), member.getValue(), builder);
        }
      }
      return builder.build();
    } catch (CloudEventRWException | IllegalArgumentException | IllegalStateException e) {
      throw new MalformedException("not a CloudEvent: " + e.getMessage());
    }
  }

  private static OffsetDateTime time(String text) throws MalformedException {
    try {
      return Time.parseTime(text);
    } catch (DateTimeException e) {
      throw new MalformedException("time: must be as RFC 3339 writes it: " + e.getMessage());
    }
  }

  private static void readExtension(String name, JsonNode value, CloudEventBuilder builder)
      throws MalformedException {
    if (value.isString()) {
      builder.withExtension(name, value.stringValue());
    } else if (value.isBoolean()) {
      builder.withExtension(name, value.booleanValue());
    } else if (value.isIntegralNumber() && value.canConvertToInt()) {
      builder.withExtension(name, Integer.valueOf(value.intValue()));
    } else if (!value.isNull()) {
      throw new MalformedException(
          "an extension is neither a text nor a whole number of 32 bits nor yes or no");
    }
  }

  private static void readData(ObjectNode object, CloudEventBuilder builder)
      throws MalformedException {
    if (isPresent(object, "datacontenttype")) {
      builder.withDataContentType(text(object, "datacontenttype"));
    }
    if (isPresent(object, "dataschema")) {
      builder.withDataSchema(uri(object, "dataschema"));
    }
    boolean isBinary = isPresent(object, "data_base64");
    if (isBinary && isPresent(object, "data")) {
      throw new MalformedException("data: stands beside data_base64; one of them is taken");
    }
    if (isBinary) {
      builder.withData(Base64.getDecoder().decode(text(object, "data_base64")));
    } else if (isPresent(object, "data")) {
      JsonNode data = object.path("data");
      boolean isJson = isJson(object.path("datacontenttype").asString(null));
      String content = data.isString() && !isJson ? data.stringValue() : Json.format(data);
      builder.withData(content.getBytes(UTF_8));
    }
  }

  private static boolean isPresent(ObjectNode object, String name) {
    return object.hasNonNull(name);
  }

  private static String text(ObjectNode object, String name) throws MalformedException {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new MalformedException(name + ": missing");
    }
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw new MalformedException(name + ": must be a text, and not empty");
    }
    return value.stringValue();
  }

  private static URI uri(ObjectNode object, String name) throws MalformedException {
    try {
      return new URI(text(object, name));
    } catch (URISyntaxException e) {
      throw new MalformedException(name + ": must be a URI: " + e.getReason());
    }
  }
}
