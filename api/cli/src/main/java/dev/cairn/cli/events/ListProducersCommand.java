package dev.cairn.cli.events;

import dev.cairn.cli.console.PlainText;
import dev.cairn.cli.console.Words;
import dev.cairn.client.LogException;
import dev.cairn.client.events.ClaimedFinding;
import dev.cairn.client.events.ClaimedProducer;
import dev.cairn.client.events.EventClient;
import dev.cairn.client.events.ProducerCursor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn events producers}: lists producers. */
@Command(
    name = "producers",
    header = "List the producers, with their keys and what is wrong with their chains.",
    description = {
      "A producer seals its events with its key and numbers them without a gap. A gap, a fork or a",
      "repeat shows an event that was lost or withheld before it reached the log. The list is the",
      "server's reading of the log; the events themselves prove it."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cairn events producers", "  cairn events producers orders --json"})
public final class ListProducersCommand extends EventCommand {
  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      defaultValue = "",
      description = "Only producers whose name begins so.")
  @SuppressWarnings("NullAway.Init")
  private String prefix;

  @Override
  void run(EventClient events) throws LogException {
    ProducerCursor producers = events.producers(prefix);
    long count = 0;
    for (Optional<ClaimedProducer> next = producers.next();
        next.isPresent();
        next = producers.next()) {
      print(next.get());
      count++;
    }
    output.say(
        "%s in the log's first %s"
            .formatted(Words.count(count, "producer"), Words.entries(producers.searchedSize())));
  }

  private void print(ClaimedProducer producer) {
    List<ClaimedFinding> open =
        producer.findings().stream()
            .filter(finding -> finding.settledCount() < finding.count())
            .toList();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", producer.name());
    object.put("vkey", producer.key().toString());
    object.put("event_count", producer.eventCount());
    object.put("last_sequence", producer.lastSequence());
    object.put("finding_count", producer.findingCount());
    object.put("findings", producer.findings().stream().map(ListProducersCommand::json).toList());
    output.print(
        "%s: %s, %s%n  key %s"
            .formatted(
                PlainText.of(producer.name()),
                Words.count(producer.eventCount(), "event"),
                producer.findingCount() == 0
                    ? "nothing wrong"
                    : Words.count(producer.findingCount(), "finding")
                        + ", of the last %,d open: %,d"
                            .formatted(producer.findings().size(), open.size()),
                PlainText.of(producer.key().toString())),
        object);
    producer.findings().forEach(finding -> output.say("  " + text(finding)));
  }

  private static String kind(ClaimedFinding finding) {
    return finding.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String text(ClaimedFinding finding) {
    return "%s of %s from sequence %d on, shown by entry %d; %,d settled"
        .formatted(
            kind(finding),
            Words.count(finding.count(), "event"),
            finding.firstSequence(),
            finding.index(),
            finding.settledCount());
  }

  private static Map<String, Object> json(ClaimedFinding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", kind(finding));
    object.put("first_sequence", finding.firstSequence());
    object.put("count", finding.count());
    object.put("index", finding.index());
    object.put("settled_count", finding.settledCount());
    return object;
  }
}
