package dev.cairn.convert;

import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** The rows of {@link EventFormat#JSONL}. */
final class JsonRows {
  private JsonRows() {}

  static ObjectNode row(ExportedEvent exported) throws IOException {
    ObjectNode row = Json.object();
    row.put("index", exported.index());
    row.put("receive_time", exported.receiveTime());
    row.put("submitter", exported.entry().collection().getSubmitter());
    if (exported.entry().link().isPresent()) {
      row.set("link", Json.toObject(exported.entry().link().get()));
    }
    row.set("event", Json.toObject(exported.event()));
    if (exported.isProved()) {
      row.put("entry", exported.entryText());
      row.put("tlog_proof", exported.tlogProof());
    }
    return row;
  }
}
