package dev.cairn.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object a line. */
final class JsonLinesWriter implements EventWriter {
  /** Makes the object of an event. */
  @FunctionalInterface
  interface Row {
    ObjectNode of(ExportedEvent event) throws IOException;
  }

  private final Writer out;
  private final Row row;

  JsonLinesWriter(OutputStream out, Row row) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
    this.row = row;
  }

  @Override
  public void write(ExportedEvent event) throws IOException {
    try {
      out.write(Json.format(row.of(event)));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw unwritable(event, e);
    }
    out.write('\n');
  }

  /** An entry whose event breaks rules that every event keeps. */
  static IOException unwritable(ExportedEvent event, RuntimeException cause) {
    String reason = "entry " + event.index() + " has no such form: " + cause.getMessage();
    return new IOException(reason, cause);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
