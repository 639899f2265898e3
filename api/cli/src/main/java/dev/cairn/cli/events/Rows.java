package dev.cairn.cli.events;

import dev.cairn.client.events.VerifiedEvent;
import dev.cairn.convert.EventFormat;
import dev.cairn.convert.EventWriter;
import dev.cairn.convert.ExportedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Verified events as rows of a format. */
final class Rows {
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private final EventWriter writer = EventFormat.JSONL.writer(buffer);

  /** The object of an event on one line, as {@code cairn events export --format jsonl} has it. */
  String json(VerifiedEvent event) throws IOException {
    buffer.reset();
    writer.write(exported(event, false));
    writer.flush();
    return buffer.toString(StandardCharsets.UTF_8).strip();
  }

  /** An event on its way out. */
  static ExportedEvent exported(VerifiedEvent event, boolean withProof) {
    String proof = withProof ? new String(Proofs.of(event), StandardCharsets.UTF_8) : "";
    return new ExportedEvent(event.index(), event.entry(), proof);
  }
}
