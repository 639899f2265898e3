package dev.cairn.cli.log;

import dev.cairn.cli.alarm.AllOf;
import dev.cairn.cli.alarm.AuditMetrics;
import dev.cairn.cli.alarm.MetricsPage;
import dev.cairn.cli.alarm.Webhook;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.HostPort;
import dev.cairn.cli.console.Span;
import dev.cairn.client.FolderMemory;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditPlan;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.client.audit.Auditor;
import dev.cairn.client.audit.WitnessSource;
import dev.cairn.client.audit.WitnessState;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn audit}: shows whether a log keeps to one history. */
@Command(
    name = "audit",
    header = "Check that a log shows everybody one and the same history.",
    description = {
      "Compares every head that the log shows, from the one that this user saw last, with the heads",
      "that its witnesses show (--witness, or the URLs of --policy). With --entries, all entries are",
      "downloaded and hashed again, from where the last audit ended. Both heads of a contradiction",
      "are kept in a file as evidence: cairn verify-evidence. With --tiles, every file that is read",
      "is checked against a signed head, and one that is wrong or missing is named.",
      "",
      "With --follow it goes on with each new head. It ends at the first contradiction, unless it",
      "has another way to tell of it: --webhook or --metrics. Then it goes on until interrupted, or",
      "ends there all the same with --exit-on-contradiction.",
      "",
      "Exit codes: 0 all agree, 1 a contradiction, or --max-age is exceeded (without --follow),",
      "2 wrong usage, 3 the log or a witness cannot be asked (without --follow)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn audit --vkey example.com/log+530d903a+Ae... --entries",
      "  cairn audit --tiles https://log.example.com/ --vkey example.com/log+530d903a+Ae... --entries",
      "  cairn audit --policy policy.txt --follow --max-age 1h --metrics 127.0.0.1:9090",
      "  cairn audit --vkey example.com/log+530d903a+Ae... --witness https://w1.example.com/"
    })
public final class AuditCommand extends ClientCommand {
  private static final Duration WEBHOOK_PAUSE = Duration.ofSeconds(1);

  @ArgGroup(exclusive = true)
  private final Mode mode = new Mode();

  /** When to end. */
  static final class Mode {
    @SuppressWarnings("UnusedVariable") // the default, for those who like to say it
    @Option(names = "--once", description = "Check the log as it is now, and end; the default.")
    private boolean once;

    @Option(names = "--follow", description = "Go on with each new head.")
    private boolean follow;
  }

  @Option(names = "--entries", description = "Hash every entry, and compare with every head.")
  private boolean entries;

  @Mixin private final WitnessOptions witnesses = new WitnessOptions();

  @Option(
      names = "--interval",
      paramLabel = "SPAN",
      converter = Span.class,
      defaultValue = "1m",
      description = "With --follow: how often to ask each witness. Default: 1m.")
  @SuppressWarnings("NullAway.Init")
  private Duration interval;

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description = "With --follow: post contradictions and alarms there, as JSON.")
  private @Nullable URI webhook;

  @Option(
      names = "--metrics",
      paramLabel = "HOST:PORT",
      description = "With --follow: serve /metrics there, for Prometheus.")
  private @Nullable String metrics;

  @Option(
      names = "--exit-on-contradiction",
      description = "End with 1 at the first contradiction, also with --webhook or --metrics.")
  private boolean exits;

  @Option(
      names = "--evidence",
      paramLabel = "DIR",
      description = "Where evidence is kept. Default: evidence in the state folder.")
  private @Nullable Path evidence;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec command;

  @Override
  protected void checkUsage() {
    if (!mode.follow && (webhook != null || metrics != null || exits)) {
      throw new CommandException(
          ExitCode.USAGE, "--webhook, --metrics and --exit-on-contradiction are for --follow");
    }
    if (webhook != null
        && (!String.valueOf(webhook.getScheme()).matches("https?") || webhook.getHost() == null)) {
      throw new CommandException(ExitCode.USAGE, "--webhook: " + webhook + " is no http URL");
    }
    AuditPlan _ = plan();
  }

  @Override
  protected LogClient open() throws LogException {
    return connection.openUnwitnessed();
  }

  private AuditPlan plan() {
    Path folder = evidence == null ? connection.stateFolder().resolve("evidence") : evidence;
    AuditPlan plan =
        AuditPlan.of(folder)
            .withWitnesses(witnesses.sources(connection.policy()))
            .withTimes(interval, AuditPlan.DEFAULT_DEADLINE);
    if (entries) {
      plan = plan.withEntries(new FolderMemory(connection.stateFolder()));
    }
    if (connection.policy().isPresent()) {
      plan = plan.withPolicy(connection.policy().get());
    }
    try {
      return connection.maxAge().isPresent() ? plan.withMaxAge(connection.maxAge().get()) : plan;
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--max-age: " + e.getMessage(), e);
    }
  }

  @Override
  protected void run(LogClient client) throws LogException, IOException {
    AuditPlan plan = plan();
    PrintWriter err = command.commandLine().getErr();
    AuditOutcome outcome;
    try (AuditReport report = new AuditReport(output, err, mode.follow)) {
      outcome =
          mode.follow
              ? follow(client, plan, report, err)
              : new Auditor(client, plan, report).once();
    }
    switch (outcome) {
      case AuditOutcome.Consistent consistent -> print(consistent);
      case AuditOutcome.Contradicted contradicted ->
          throw new CommandException(
              ExitCode.CHECK_FAILED,
              contradicted.evidence().finding() + "; evidence: " + contradicted.file());
    }
  }

  private AuditOutcome follow(LogClient client, AuditPlan plan, AuditReport report, PrintWriter err)
      throws LogException, IOException {
    AuditMetrics numbers = new AuditMetrics(sources(plan), InstantSource.system());
    List<AuditProgress> listeners = new ArrayList<>(List.of(report, numbers));
    Webhook hook = null;
    MetricsPage page = null;
    try {
      if (webhook != null) {
        String origin = client.trust().origin();
        hook = new Webhook(webhook, origin, WEBHOOK_PAUSE, line -> err.println("cairn: " + line));
        listeners.add(hook);
      }
      if (metrics != null) {
        page = serve(metrics, numbers);
      }
      Auditor auditor = new Auditor(client, plan, new AllOf(listeners));
      boolean goesOn = !exits && (webhook != null || metrics != null);
      return goesOn ? auditor.guard() : auditor.follow();
    } finally {
      if (page != null) {
        page.close();
      }
      if (hook != null) {
        hook.close();
      }
    }
  }

  private static List<String> sources(AuditPlan plan) {
    return Stream.concat(
            Stream.of(AuditProgress.LOG), plan.witnesses().stream().map(WitnessSource::name))
        .distinct()
        .toList();
  }

  private MetricsPage serve(String address, AuditMetrics numbers) {
    try {
      MetricsPage page = MetricsPage.serve(HostPort.parse(address), numbers::scrape);
      output.say("metrics on port " + page.port());
      return page;
    } catch (IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private void print(AuditOutcome.Consistent consistent) {
    TreeHead head = consistent.head().head();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("consistent", true);
    object.put("size", head.size());
    object.put("root_hash", head.root().toHex());
    object.put("heads", consistent.heads());
    object.put("entries", consistent.entries());
    object.put("witnesses", consistent.witnesses().stream().map(AuditCommand::object).toList());
    object.put("stale", consistent.stale().orElse(""));
    output.print(
        "consistent: %d heads up to size %d, root %s%s"
            .formatted(
                consistent.heads(),
                head.size(),
                head.root().toHex(),
                entries ? "; " + consistent.entries() + " entries hashed" : ""),
        object);
    consistent.witnesses().forEach(state -> output.say("  " + text(state)));
    if (consistent.stale().isPresent()) {
      throw new CommandException(ExitCode.CHECK_FAILED, consistent.stale().get());
    }
    List<WitnessState> silent =
        consistent.witnesses().stream().filter(state -> state.head().isEmpty()).toList();
    if (!silent.isEmpty()) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          silent.size()
              + " of "
              + consistent.witnesses().size()
              + " witnesses could not be asked: "
              + silent.getFirst().witness().name()
              + ": "
              + silent.getFirst().trouble());
    }
  }

  private static String text(WitnessState state) {
    return state.witness()
        + state.head().map(head -> ": size " + head.size()).orElse(": " + state.trouble());
  }

  private static Map<String, Object> object(WitnessState state) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", state.witness().name());
    object.put("url", state.witness().monitoringPrefix().toString());
    object.put("size", state.head().map(TreeHead::size).orElse(-1L));
    object.put("cosigned_seconds", state.cosignedSeconds().orElse(0));
    object.put("trouble", state.trouble());
    return object;
  }
}
