package dev.cairn.cli.dlq;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.PlainText;
import dev.cairn.recorder.outbox.DeadLetter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Dead letters as people and programs read them. */
final class LetterTexts {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private LetterTexts() {}

  /** One line. */
  static String row(DeadLetter letter) {
    return "%d  %s  %s %s  %s"
        .formatted(
            letter.id(),
            letter.since(),
            PlainText.of(letter.event().getSource()),
            PlainText.of(letter.event().getId()),
            why(letter));
  }

  /** The code, the reason and the message of the refusal. */
  static String why(DeadLetter letter) {
    Code code = Code.forNumber(letter.status().getCode());
    String name = code == null ? "code " + letter.status().getCode() : code.name();
    String reason = letter.reason().isEmpty() ? "" : " " + letter.reason();
    return PlainText.of(name + reason + ": " + letter.status().getMessage());
  }

  static Map<String, Object> json(DeadLetter letter) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", letter.id());
    object.put("since", letter.since().toString());
    object.put("producer", letter.producer());
    letter.sequence().ifPresent(sequence -> object.put("sequence", sequence));
    object.put("code", letter.status().getCode());
    object.put("reason", letter.reason());
    object.put("message", letter.status().getMessage());
    object.put("event", JSON.readTree(event(letter.event(), /* isOneLine= */ true)));
    return object;
  }

  /** The event in the JSON that {@code cairn events record} reads. */
  static String event(AuditEvent event, boolean isOneLine) {
    JsonFormat.Printer printer = JsonFormat.printer().preservingProtoFieldNames();
    try {
      return (isOneLine ? printer.omittingInsignificantWhitespace() : printer).print(event);
    } catch (InvalidProtocolBufferException e) {
      throw new CommandException(ExitCode.USAGE, "the event has no JSON form", e);
    }
  }
}
