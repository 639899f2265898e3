package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.rpc.Status;
import dev.cairn.audit.v1.AuditProto;
import dev.cairn.audit.v1.EventProto;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.LogProto;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.log.LossDeclaration;
import dev.cairn.tree.note.SigningKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** openapi.json says what the server does, all of it and nothing else. */
final class OpenApiTest {
  private static final List<FileDescriptor> CONTRACT =
      List.of(LogProto.getDescriptor(), AuditProto.getDescriptor(), EventProto.getDescriptor());

  /** Messages that may be absent from the one that they stand in. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "FoundEvent.link",
          "FoundEvent.inclusionProof",
          "AuditEvent.context",
          "AuditEvent.payloadDigest");

  @TempDir static Path temp;

  private static WebLog web;
  private static JsonNode api;

  @BeforeAll
  static void start() throws Exception {
    Path folder = WebLog.create(temp.resolve("log"), WebLog.ORIGIN);
    declareLoss(folder);
    web = new WebLog(LogSettings.DEFAULT, folder);
    web.append(
        IntStream.range(0, 300)
            .mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8))
            .toList(),
        AckLevel.ACK_LEVEL_SIGNED);
    web.record(SealedEvents.FIRST_KEY);
    web.record(SealedEvents.AFTER_A_GAP);
    HttpResponse<byte[]> document = web.get("/-/openapi.json");
    assertEquals(200, document.statusCode());
    api = JsonMapper.shared().readTree(document.body());
  }

  /** So that there is one to be shown. */
  private static void declareLoss(Path folder) throws Exception {
    SigningKey key;
    try (DataFolder open = DataFolder.open(folder);
        PublishedMemory memory = PublishedMemory.open(open)) {
      key = open.signingKey(new char[0]);
      open.markRestored(memory.newest().checkpoint());
    }
    LossDeclaration.Evidence none = new LossDeclaration.Evidence(Optional.empty(), List.of());
    try (LossDeclaration loss = LossDeclaration.open(DataFolder.open(folder), none)) {
      var _ = loss.declare(key, "an exercise", InstantSource.system());
    }
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  static Stream<String> paths() {
    return api.get("paths").propertyNames().stream();
  }

  /** Asks for one example of each path. */
  @ParameterizedTest
  @MethodSource("paths")
  void everyPathAnswersAsDocumented(String path) throws Exception {
    JsonNode get = api.at("/paths/" + path.replace("~", "~0").replace("/", "~1") + "/get");
    assertNotNull(get.get("summary"), path);
    String example =
        path.replace("{log}", "demo")
            .replace("{l}", "0")
            .replace("{n}.p/{w}", "001.p/44")
            .replace("{n}", "000")
            .replace("{file}", "index.html")
            .replace("{index}", "7");
    String query =
        path.endsWith("-proofs")
            ? "?indexes=7&indexes=3"
            : path.endsWith("-proof") && !path.contains("consistency")
                ? "?index=7"
                : eventQuery(path);
    HttpResponse<byte[]> answer = web.get(example + query);
    String status = get.get("responses").propertyNames().iterator().next();
    assertEquals(status, Integer.toString(answer.statusCode()), example);
    JsonNode content = get.at("/responses/" + status + "/content");
    String type = answer.headers().firstValue("Content-Type").orElse("");
    String documented = content.propertyNames().iterator().next();
    assertTrue(documented.equals(type) || documented.equals("*/*"), type);
    JsonNode schema = content.at("/application~1json/schema");
    if (!schema.isMissingNode()) {
      fits(JsonMapper.shared().readTree(answer.body()), schema, path);
    }
    refusesOtherParameters(get, example);
    assertEquals(405, web.send("DELETE", example).statusCode());
    assertNotNull(get.at("/responses/405"), path);
  }

  private static String eventQuery(String path) {
    return switch (path) {
      case "/{log}/api/event" -> "?index=301&with_proof=true";
      case "/{log}/api/events" -> "?with_proofs=true&min_size=302";
      default -> "";
    };
  }

  private static void refusesOtherParameters(JsonNode get, String example) throws Exception {
    HttpResponse<byte[]> refused = web.get(example + "?colour=red");
    assertEquals(400, refused.statusCode());
    String response = get.at("/responses/400/$ref").asString();
    JsonNode content = api.at(response.substring(1)).get("content");
    assertEquals(
        content.propertyNames().iterator().next(),
        refused.headers().firstValue("Content-Type").orElse(""));
    if (content.has("application/json")) {
      fits(
          JsonMapper.shared().readTree(refused.body()),
          content.at("/application~1json/schema"),
          example);
    }
  }

  /** As far as the document uses JSON Schema: types, required and allowed fields, items. */
  private static void fits(JsonNode value, JsonNode schema, String where) {
    if (schema.has("$ref")) {
      fits(value, api.at(schema.get("$ref").asString().substring(1)), where);
      return;
    }
    if (!schema.has("type")) {
      return;
    }
    switch (schema.get("type").asString()) {
      case "object" -> {
        assertTrue(value.isObject(), where);
        schema
            .path("required")
            .forEach(name -> assertTrue(value.has(name.asString()), where + "." + name));
        value
            .propertyNames()
            .forEach(
                name -> {
                  JsonNode field = schema.at("/properties/" + name);
                  boolean open = !schema.has("additionalProperties");
                  assertTrue(
                      open
                          || !field.isMissingNode()
                          || schema.get("additionalProperties").isObject(),
                      where + "." + name);
                  fits(value.get(name), field, where + "." + name);
                });
      }
      case "array" -> {
        assertTrue(value.isArray(), where);
        value.forEach(item -> fits(item, schema.get("items"), where + "[]"));
      }
      case "string" -> {
        assertTrue(value.isString(), where);
        if (schema.has("pattern")) {
          assertTrue(value.asString().matches(schema.get("pattern").asString()), where);
        }
        if (schema.has("enum")) {
          assertTrue(schema.get("enum").valueStream().anyMatch(value::equals), where);
        }
      }
      case "number" -> assertTrue(value.isNumber(), where);
      case "boolean" -> assertTrue(value.isBoolean(), where);
      case "integer" -> assertTrue(value.isIntegralNumber(), where);
      default -> throw new AssertionError(where + " is of a type that this test does not know");
    }
  }

  /** The document has the reads that there are, with the parameters that each takes. */
  @Test
  void everyReadIsDocumentedWithItsParameters() {
    Set<String> documented = new TreeSet<>();
    paths().filter(path -> path.startsWith("/{log}/api/")).forEach(documented::add);
    Set<String> reads = new TreeSet<>(Set.of("/{log}/api/entries/{index}"));
    for (ApiRead read : ApiRead.ALL) {
      String path = "/{log}/api/" + read.name();
      reads.add(path);
      Set<String> parameters =
          api.at("/paths/" + path.replace("/", "~1") + "/get/parameters")
              .valueStream()
              .filter(parameter -> parameter.path("in").asString().equals("query"))
              .map(parameter -> parameter.get("name").asString())
              .collect(Collectors.toSet());
      assertEquals(read.parameters(), parameters, path);
    }
    assertEquals(reads, documented);
  }

  /** Whatever answers 200 without being documented would be found among these. */
  @ParameterizedTest
  @CsvSource({
    "/-/metrics",
    "/-/explorer",
    "/demo",
    "/demo//",
    "/demo/api",
    "/index.html",
    "/demo/tile"
  })
  void nothingElseAnswers(String path) throws Exception {
    int status = web.get(path).statusCode();
    assertTrue(status == 404 || status == 400, path + ": " + status);
  }

  /** Every message's schema has the fields that the message has, of the same types. */
  @ParameterizedTest
  @CsvSource({
    "GetLogResponse",
    "WitnessState",
    "GetCheckpointResponse",
    "ListCheckpointsResponse",
    "GetEntryResponse",
    "StreamEntriesResponse",
    "Entry",
    "GetInclusionProofResponse",
    "BatchGetInclusionProofsResponse",
    "ProvedLeaf",
    "InclusionProof",
    "GetConsistencyProofResponse",
    "SearchEventsResponse",
    "GetEventResponse",
    "FoundEvent",
    "AuditEvent",
    "Actor",
    "Principal",
    "Target",
    "Outcome",
    "EventContext",
    "Attribute",
    "PayloadDigest",
    "Link",
    "Collection",
    "ListProducersResponse",
    "Producer",
    "ChainFinding",
    "Status",
  })
  void schemasAreThoseOfTheContract(String message) {
    JsonNode schema = api.at("/components/schemas/" + message);
    Descriptor descriptor =
        message.equals("Status")
            ? Status.getDescriptor()
            : CONTRACT.stream()
                .flatMap(file -> Stream.ofNullable(file.findMessageTypeByName(message)))
                .findFirst()
                .orElseThrow();
    Set<String> fields =
        descriptor.getFields().stream()
            .map(FieldDescriptor::getJsonName)
            .collect(Collectors.toSet());
    assertEquals(fields, Set.copyOf(schema.get("properties").propertyNames()), message);
    for (FieldDescriptor field : descriptor.getFields()) {
      JsonNode property = schema.at("/properties/" + field.getJsonName());
      String where = message + "." + field.getJsonName();
      JsonNode single = field.isRepeated() ? property.get("items") : property;
      assertEquals(field.isRepeated(), property.path("type").asString("").equals("array"), where);
      assertEquals(type(field), shown(single), where);
      boolean always =
          !field.hasPresence()
              || (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                  && !type(field).equals("time")
                  && !OPTIONAL.contains(where));
      boolean required =
          schema
              .get("required")
              .valueStream()
              .anyMatch(n -> n.asString().equals(field.getJsonName()));
      assertEquals(always, required, where);
    }
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT64 -> "number as a string";
      case INT32 -> "integer";
      case STRING -> "string";
      case DOUBLE -> "number";
      case BOOL -> "boolean";
      case ENUM ->
          field.getEnumType().getValues().stream()
              .map(EnumValueDescriptor::getName)
              .toList()
              .toString();
      case BYTES -> "base64";
      case MESSAGE ->
          switch (field.getMessageType().getFullName()) {
            case "google.protobuf.Timestamp" -> "time";
            case "google.protobuf.Any" -> "any";
            default -> field.getMessageType().getName();
          };
      default -> throw new AssertionError(field + " is of a type that this test does not know");
    };
  }

  private static String shown(JsonNode schema) {
    if (schema.has("$ref")) {
      return schema.get("$ref").asString().replace("#/components/schemas/", "");
    }
    if (schema.has("enum")) {
      return schema.get("enum").valueStream().map(JsonNode::asString).toList().toString();
    }
    return schema.has("contentEncoding")
        ? schema.get("contentEncoding").asString()
        : schema.has("format")
            ? "time"
            : schema.has("pattern")
                ? "number as a string"
                : schema.at("/properties/@type").isMissingNode()
                    ? schema.get("type").asString()
                    : "any";
  }
}
