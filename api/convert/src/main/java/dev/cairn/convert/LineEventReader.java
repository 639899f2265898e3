package dev.cairn.convert;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One event a line. */
final class LineEventReader implements EventReader {
  /**
   * A JSON form is at most six times as long as its text; base64 of a foreigner's data adds to it.
   */
  static final int MAX_LINE_BYTES = 1 << 20;

  /** Makes an event of a line. */
  @FunctionalInterface
  interface Line {
    AuditEvent toEvent(String text) throws MalformedException;
  }

  private final InputStream in;
  private final Line line;
  private long number;

  LineEventReader(InputStream in, Line line) {
    this.in = new BufferedInputStream(in);
    this.line = line;
  }

  @Override
  public Optional<AuditEvent> next() throws IOException, MalformedException {
    for (Optional<byte[]> bytes = nextLine(); bytes.isPresent(); bytes = nextLine()) {
      try {
        String text = CanonicalText.parseUtf8("the line", bytes.get());
        if (!text.isBlank()) {
          return Optional.of(line.toEvent(text));
        }
      } catch (MalformedException e) {
        throw new MalformedException("line " + number + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  @Override
  public long line() {
    return number;
  }

  private Optional<byte[]> nextLine() throws IOException, MalformedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    number++;
    long length = 0;
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      length++;
      if (length <= MAX_LINE_BYTES) {
        bytes.write(next);
      }
    }
    if (length > MAX_LINE_BYTES) {
      throw new MalformedException(
          "line %d: has %,d bytes; at most %,d are taken"
              .formatted(number, length, MAX_LINE_BYTES));
    }
    return Optional.of(bytes.toByteArray());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
