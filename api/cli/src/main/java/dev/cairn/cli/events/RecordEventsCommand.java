package dev.cairn.cli.events;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Progress;
import dev.cairn.cli.log.EntryInput;
import dev.cairn.client.Ack;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.events.EventClient;
import dev.cairn.convert.EventFormat;
import dev.cairn.convert.EventReader;
import dev.cairn.event.EventRules;
import dev.cairn.event.FieldProblem;
import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn events record}: records events. */
@Command(
    name = "record",
    header = "Record audit events, one in options or many from a file.",
    description = {
      "Each event is checked before it is sent, and what the log answers is verified. An event that is",
      "refused is named with its line, and the others go on. An event is known by its source and ID:",
      "what is in the log already is counted as repeated, so that the command may be repeated.",
      "",
      "With --outbox events are durable in that folder first, and are delivered from there, now or by",
      "the next command with that folder; what the log refuses for good is kept as a dead letter: cairn",
      "dlq. With --producer-key they are sealed: numbered, chained and signed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn events record events.jsonl",
      "  cairn events record events.jsonl --outbox ./outbox --producer-key orders.key",
      "  cairn events record - --format cloudevents --ack durable < events.json",
      "  cairn events record --source /orders --type com.example.order.deleted \\",
      "      --actor user:alice --action delete --target order:12 --outcome denied"
    })
public final class RecordEventsCommand extends EventCommand {
  @ArgGroup(exclusive = true, multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Origin origin;

  /** Where the events are. */
  static final class Origin {
    @Parameters(paramLabel = "FILE", description = "A file of events; - is stdin.")
    private @Nullable Path file;

    @ArgGroup(exclusive = false)
    private @Nullable OneEvent one;
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jsonl",
      description = {
        "What is on each line of the file: jsonl, an AuditEvent in JSON, or cloudevents.",
        "Default: jsonl."
      })
  @SuppressWarnings("NullAway.Init")
  private EventFormat format;

  @Option(
      names = "--ack",
      paramLabel = "LEVEL",
      defaultValue = "signed",
      description = "How far to wait: ${COMPLETION-CANDIDATES}. Default: signed.")
  @SuppressWarnings("NullAway.Init")
  private Ack ack;

  @Mixin private final OutboxOptions outbox = new OutboxOptions();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  protected void checkUsage() {
    super.checkUsage();
    if (ack == Ack.WITNESSED && connection.policy().isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "--ack witnessed needs --policy");
    }
    outbox.checkUsage();
    if (!format.isReadable()) {
      throw new CommandException(
          ExitCode.USAGE, "--format: " + format.formatName() + " can only be exported");
    }
  }

  /** With an outbox the log need not be there. */
  @Override
  protected LogClient open() throws LogException {
    return outbox.isGiven() ? LogClient.open(connection.config()) : super.open();
  }

  private EventSink sink(EventClient events, Tally tally) throws LogException {
    if (!outbox.isGiven()) {
      return new UnsealedSink(events, ack, tally);
    }
    ClientConfig config = connection.config();
    return new OutboxSink(
        outbox.open(config, ack), config.deadline(), connection.stateFolder(), tally);
  }

  @Override
  void run(EventClient events) throws LogException, IOException {
    EventRules rules = new EventRules(); // slow to make: not with every command of cairn
    Tally tally = new Tally(spec.commandLine().getErr(), ack);
    try (EventSink sink = sink(events, tally)) {
      if (origin.one != null) {
        offer("the event", origin.one.event(), rules, sink, tally);
      } else {
        recordFile(origin.file == null ? Path.of("-") : origin.file, rules, sink, tally);
      }
      sink.finish();
    } finally {
      tally.print(output);
    }
    if (tally.refused() > 0) {
      throw new CommandException(ExitCode.USAGE, "not all events are recorded");
    }
  }

  private void recordFile(Path file, EventRules rules, EventSink sink, Tally tally)
      throws LogException, IOException {
    try (EventReader reader = format.reader(EntryInput.open(file));
        Progress progress = Progress.of("Recording", "events", -1)) {
      while (recordNext(reader, rules, sink, tally)) {
        progress.at(tally.done());
      }
    }
  }

  /** False at the end. */
  private boolean recordNext(EventReader reader, EventRules rules, EventSink sink, Tally tally)
      throws LogException, IOException {
    Optional<AuditEvent> event;
    try {
      event = reader.next();
    } catch (MalformedException e) {
      String said = String.valueOf(e.getMessage());
      String where = "line " + reader.line();
      tally.refused(
          where, said.startsWith(where + ": ") ? said.substring(where.length() + 2) : said);
      return true;
    }
    if (event.isPresent()) {
      offer("line " + reader.line(), event.get(), rules, sink, tally);
    }
    return event.isPresent();
  }

  private static void offer(
      String where, AuditEvent event, EventRules rules, EventSink sink, Tally tally)
      throws LogException {
    List<FieldProblem> problems = rules.check(event);
    if (problems.isEmpty()) {
      sink.offer(where, event);
    } else {
      tally.refused(
          where, problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; ")));
    }
  }
}
