package dev.cairn.convert;

import com.google.protobuf.util.Timestamps;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * Comma-separated values as RFC 4180 quotes them, with a header line; lines end with a newline. A
 * text that a spreadsheet would take for a formula (it begins with {@code = + - @}, their forms of
 * full width, TAB, CR or LF) or that begins with an apostrophe gets an apostrophe in front:
 * dropping one apostrophe at the start of a cell gives the text again.
 *
 * <p>The columns: index, receive_time, submitter, producer, sequence, id, source, type,
 * occurred_time, actor_type, actor_id, on_behalf_of, action, targets, stage, status, code, message,
 * traceparent, correlation_id, peer, user_agent, attributes, payload_digest, entry, tlog_proof.
 * Stage and status are the names of the contract. on_behalf_of, targets, attributes and
 * payload_digest are JSON as in {@link EventFormat#JSONL}. What is absent is an empty cell.
 */
final class CsvEventWriter implements EventWriter {
  static final List<String> COLUMNS =
      List.of(
          "index",
          "receive_time",
          "submitter",
          "producer",
          "sequence",
          "id",
          "source",
          "type",
          "occurred_time",
          "actor_type",
          "actor_id",
          "on_behalf_of",
          "action",
          "targets",
          "stage",
          "status",
          "code",
          "message",
          "traceparent",
          "correlation_id",
          "peer",
          "user_agent",
          "attributes",
          "payload_digest",
          "entry",
          "tlog_proof");

  private final SequenceWriter rows;
  private boolean hasHeader;

  CsvEventWriter(OutputStream out) {
    CsvSchema.Builder schema = CsvSchema.builder();
    COLUMNS.forEach(schema::addColumn);
    this.rows = CsvMapper.builder().build().writer(schema.build()).writeValues(out);
  }

  @Override
  public void write(ExportedEvent exported) throws IOException {
    writeHeader();
    try {
      writeRow(cells(exported).stream().map(CsvCells::text).toList());
    } catch (IllegalArgumentException e) {
      throw JsonLinesWriter.unwritable(exported, e);
    }
  }

  /** Also a file without events says what its columns are. */
  private void writeHeader() throws IOException {
    if (!hasHeader) {
      writeRow(COLUMNS);
      hasHeader = true;
    }
  }

  private void writeRow(List<String> cells) throws IOException {
    try {
      rows.write(cells);
    } catch (JacksonException e) {
      throw new IOException("the row cannot be written", e);
    }
  }

  private static List<String> cells(ExportedEvent exported) throws IOException {
    List<String> cells = new ArrayList<>(COLUMNS.size());
    addCollection(cells, exported);
    addEvent(cells, exported.event());
    cells.add(exported.isProved() ? exported.entryText() : "");
    cells.add(exported.tlogProof());
    return cells;
  }

  private static void addCollection(List<String> cells, ExportedEvent exported) {
    cells.add(Long.toString(exported.index()));
    cells.add(exported.receiveTime());
    cells.add(exported.entry().collection().getSubmitter());
    cells.add(exported.entry().link().map(Link::getProducer).orElse(""));
    cells.add(exported.entry().link().map(link -> Long.toString(link.getSequence())).orElse(""));
  }

  private static void addEvent(List<String> cells, AuditEvent event) throws IOException {
    ObjectNode json = Json.toObject(event);
    Actor actor = event.getActor();
    Outcome outcome = event.getOutcome();
    EventContext context = event.getContext();
    cells.add(event.getId());
    cells.add(event.getSource());
    cells.add(event.getType());
    cells.add(Timestamps.toString(event.getOccurredTime()));
    cells.add(actor.getType());
    cells.add(actor.getId());
    cells.add(json(json.path("actor").path("on_behalf_of")));
    cells.add(event.getAction());
    cells.add(json(json.path("targets")));
    cells.add(json.path("outcome").path("stage").asString(""));
    cells.add(json.path("outcome").path("status").asString(""));
    cells.add(outcome.getCode());
    cells.add(outcome.getMessage());
    cells.add(context.getTraceparent());
    cells.add(context.getCorrelationId());
    cells.add(context.getPeer());
    cells.add(context.getUserAgent());
    cells.add(json(json.path("attributes")));
    cells.add(json(json.path("payload_digest")));
  }

  private static String json(JsonNode node) {
    return node.isMissingNode() ? "" : Json.format(node);
  }

  @Override
  public void flush() throws IOException {
    try {
      rows.flush();
    } catch (JacksonException e) {
      throw new IOException("the rows cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    writeHeader();
    try {
      rows.close();
    } catch (JacksonException e) {
      throw new IOException("the rows cannot be closed", e);
    }
  }
}
