package dev.cairn.convert;

import dev.cairn.audit.v1.Collection;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of {@link EventFormat#CLOUDEVENTS}: the event's CloudEvent, and what the log says of it
 * as extensions, whose names have no room for underscores: cairnindex, recordedtime,
 * cairnsubmitter, cairnproducer, cairnsequence, cairnentry, tlogproof. Whoever reads the event
 * passes over them.
 */
final class CloudEventRows {
  private CloudEventRows() {}

  static ObjectNode row(ExportedEvent exported) throws IOException {
    Collection collection = exported.entry().collection();
    CloudEventBuilder builder =
        CloudEventBuilder.from(CloudEvents.fromAuditEvent(exported.event()))
            .withExtension("cairnindex", Long.toString(exported.index()))
            .withExtension("recordedtime", CloudEvents.time(collection.getReceiveTime()))
            .withExtension("cairnsubmitter", collection.getSubmitter());
    exported
        .entry()
        .link()
        .ifPresent(
            link ->
                builder
                    .withExtension("cairnproducer", link.getProducer())
                    .withExtension("cairnsequence", Long.toString(link.getSequence())));
    if (exported.isProved()) {
      builder
          .withExtension("cairnentry", exported.entryText())
          .withExtension("tlogproof", exported.tlogProof());
    }
    return CloudEventJson.toObject(builder.build());
  }
}
