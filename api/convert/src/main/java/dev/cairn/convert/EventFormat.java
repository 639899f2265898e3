package dev.cairn.convert;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats. */
public enum EventFormat {
  /**
   * JSON, one object a line. Out: {@code index}, {@code receive_time}, {@code submitter}, {@code
   * link} if the event is sealed, {@code event} (the proto3 JSON of an AuditEvent, its fields named
   * as in event.proto), and with a proof {@code entry} (base64) and {@code tlog_proof}. In: the
   * proto3 JSON of an AuditEvent alone.
   */
  JSONL,
  /** Comma-separated values with a header. Out only; {@link CsvEventWriter} has the columns. */
  CSV,
  /** CloudEvents 1.0 in their JSON format, one a line; {@link CloudEvents} has the mapping. */
  CLOUDEVENTS,
  /** OCSF 1.3.0 in JSON, one event a line. Out only; {@link OcsfEvents} has the mapping. */
  OCSF;

  /** The name in lowercase, as on a command line. */
  public String formatName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of a name. */
  public static Optional<EventFormat> named(String name) {
    return Arrays.stream(values()).filter(format -> format.formatName().equals(name)).findFirst();
  }

  /** Whether events can be read in this format too. */
  public boolean isReadable() {
    return switch (this) {
      case JSONL, CLOUDEVENTS -> true;
      case CSV, OCSF -> false;
    };
  }

  /** Writes events to a stream in UTF-8; closing the writer closes the stream. */
  public EventWriter writer(OutputStream out) {
    return switch (this) {
      case JSONL -> new JsonLinesWriter(out, JsonRows::row);
      case CSV -> new CsvEventWriter(out);
      case CLOUDEVENTS -> new JsonLinesWriter(out, CloudEventRows::row);
      case OCSF -> new JsonLinesWriter(out, OcsfEvents::toOcsf);
    };
  }

  /**
   * Reads events from a stream in UTF-8, a line of at most 1 MiB each; empty lines are passed over.
   *
   * @throws IllegalArgumentException if the format is not readable
   */
  public EventReader reader(InputStream in) {
    return switch (this) {
      case JSONL -> new LineEventReader(in, Json::parseEvent);
      case CLOUDEVENTS ->
          new LineEventReader(in, text -> CloudEvents.toAuditEvent(CloudEventJson.parse(text)));
      case CSV, OCSF -> throw new IllegalArgumentException(formatName() + " is not readable");
    };
  }
}
