package dev.cairn.convert;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.Link;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.RunSeal;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.sample.SampleEvents;
import dev.cairn.tree.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Events of a log: some sealed, some proved. */
final class Exports {
  static final String PROOF = "c2sp.org/tlog-proof@v1\nindex 3\nAAAA\n\nlog.example.com\n4\nAAAA\n";

  private Exports() {}

  static List<AuditEvent> events(int count) {
    SampleEvents samples = new SampleEvents(7, Instant.parse("2026-01-01T00:00:00Z"), 100);
    return Stream.generate(samples::next).limit(count).toList();
  }

  /** Every second one is sealed, every fourth one proved. */
  static List<ExportedEvent> exported(int count) {
    List<ExportedEvent> exported = new ArrayList<>();
    for (AuditEvent event : events(count)) {
      int index = exported.size();
      exported.add(exported(index, event, index % 2 == 1, index % 4 == 3 ? PROOF : ""));
    }
    return exported;
  }

  static ExportedEvent exported(long index, AuditEvent event, boolean isSealed, String proof) {
    LoggedEvent.Builder form =
        LoggedEvent.newBuilder()
            .setEvent(event.toByteString())
            .setCollection(
                Collection.newBuilder()
                    .setReceiveTime(Timestamps.fromMillis(1_767_225_600_123L + index))
                    .setSubmitter("10.0.0.7:40312"))
            .setCollectorSeal(RunSeal.newBuilder().setCount(1));
    if (isSealed) {
      form.setLink(
              Link.newBuilder()
                  .setProducer("orders.example.com")
                  .setSequence(index)
                  .setPreviousHash(ByteString.copyFrom(new byte[32])))
          .setProducerSeal(RunSeal.newBuilder().setCount(1));
    }
    try {
      return new ExportedEvent(
          index, LoggedEntry.parse(LoggedEntry.collected(form.build())), proof);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  static String write(EventFormat format, List<ExportedEvent> events) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (EventWriter writer = format.writer(out)) {
      for (ExportedEvent event : events) {
        writer.write(event);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
