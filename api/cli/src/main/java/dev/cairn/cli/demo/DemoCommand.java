package dev.cairn.cli.demo;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Progress;
import dev.cairn.cli.log.Lines;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.Trust;
import dev.cairn.server.witness.PolicyFileException;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn demo}: the whole way, on a temporary log. */
@Command(
    name = "demo",
    header = "Start a temporary log and three witnesses, log a file's lines, verify every one.",
    description = {
      "The witnesses are processes of their own, and any two of them make the quorum. Then it changes a",
      "proof, a checkpoint and an entry, and shows that they are refused; kills a witness; records audit",
      "events, searches them and proves one; and goes on serving, so that you can try the other",
      "commands, until Ctrl-C. Nothing is left behind."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cairn demo", "  cairn demo --input /etc/services --exit"})
public final class DemoCommand implements Callable<Integer> {
  private static final int PREFERRED_PORT = 7070;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "The file whose lines are logged. Default: 2,000 sample events.")
  private @Nullable Path input;

  @Option(names = "--exit", description = "End when all is shown.")
  private boolean exit;

  private volatile boolean serving;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try (Lines lines = open();
        TemporaryLog log = start()) {
      closeOnSignal(log);
      show(log, lines);
      if (!exit) {
        serve(log);
      }
      return ExitCode.OK;
    } catch (IOException | TemporaryLogException | PolicyFileException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    } catch (LogException e) {
      throw CommandException.because(ExitCode.CHECK_FAILED, e);
    }
  }

  private Lines open() {
    Path file = input;
    if (file == null) {
      return new Lines(SampleEvents.open(), "the sample events");
    }
    try {
      InputStream in = Files.newInputStream(file);
      return new Lines(in, file.toString());
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + e.getMessage(), e);
    }
  }

  /** On the usual port if it is free, so that the other commands find it; else on any. */
  private TemporaryLog start() throws IOException, TemporaryLogException {
    if (exit) {
      return TemporaryLog.start(0);
    }
    try {
      return TemporaryLog.start(PREFERRED_PORT);
    } catch (IOException e) {
      return TemporaryLog.start(0);
    }
  }

  private void show(TemporaryLog log, Lines lines)
      throws IOException, LogException, PolicyFileException, InterruptedException {
    say("1. A log: %s in %s".formatted(TemporaryLog.ORIGIN, log.folder()));
    say("   its key: %s".formatted(log.key()));
    say("   its witnesses, each a process of its own: %s".formatted(log.witnessNames()));
    say("   the policy, any two of them: %s".formatted(log.policyFile()));
    LogAddress address = new LogAddress(log.address(), "");
    WitnessPolicy policy = log.policy();
    ClientConfig config = ClientConfig.of(address, Trust.ByPolicy.of(policy));
    try (LogClient client = LogClient.open(config)) {
      Walkthrough walk = new Walkthrough(client, log.key(), policy);
      long started = System.nanoTime();
      try (Progress progress = Progress.of("Appending", "lines", -1)) {
        walk.append(lines, progress);
      }
      if (walk.count() == 0) {
        throw new CommandException(ExitCode.USAGE, "the input has no lines to log");
      }
      say(
          "2. Appended %,d lines over gRPC in %s, durable and witnessed before they were acknowledged."
              .formatted(walk.count(), since(started)));
      say("3. The checkpoint that covers them, signed by the log and cosigned by witnesses:");
      String note = new String(client.checkpoint().toBytes(), StandardCharsets.UTF_8);
      note.lines().forEach(line -> say("   | %s".formatted(line)));
      started = System.nanoTime();
      try (Progress progress = Progress.of("Proving", "entries", walk.count())) {
        walk.proveAll(progress);
      }
      say(
          "4. Proved and verified all %,d entries under the policy in %s."
              .formatted(walk.count(), since(started)));
      int step = 5;
      for (String refused : walk.tamper()) {
        say("%d. %s".formatted(step++, refused));
      }
      TemporaryWitness victim = log.witnesses().get(1);
      victim.kill();
      started = System.nanoTime();
      String cosigners = walk.appendOne("one witness fewer");
      say(
          "%d. Killed witness %s; the next entry was witnessed by %s in %s."
              .formatted(step++, victim.name(), cosigners, since(started)));
      showEvents(log, config, client, step);
    }
  }

  private void showEvents(TemporaryLog log, ClientConfig config, LogClient client, int firstStep)
      throws IOException, LogException, InterruptedException {
    int step = firstStep;
    EventsTour tour = new EventsTour(client, config, log.folder().resolve("outbox"));
    long started = System.nanoTime();
    tour.record();
    say(
        "%d. Recorded %,d audit events of the producer %s in %s: spooled on disk, sealed, witnessed."
            .formatted(step++, EventsTour.COUNT, EventsTour.PRODUCER, since(started)));
    say("%d. %s".formatted(step++, tour.search()));
    tour.rows().forEach(row -> say("   | %s".formatted(row)));
    say("%d. %s".formatted(step, tour.prove()));
  }

  private static String since(long nanoTime) {
    return "%.2f s".formatted((System.nanoTime() - nanoTime) / 1e9);
  }

  private void serve(TemporaryLog log) throws InterruptedException {
    String at = log.address().endsWith(":" + PREFERRED_PORT) ? "" : " --log " + log.address();
    say("Serving on %s until Ctrl-C.".formatted(log.address()));
    say("Look at it with a browser: %s".formatted(log.explorer()));
    say("Try, from another terminal:");
    say("   cairn append \"hello\" --ack witnessed%s --policy %s".formatted(at, log.policyFile()));
    say("   cairn prove 0 -o 0.tlog-proof%s --policy %s".formatted(at, log.policyFile()));
    say(
        "   cairn events search 'outcome.status = DENIED'%s --policy %s"
            .formatted(at, log.policyFile()));
    say("   cairn policy check %s".formatted(log.policyFile()));
    serving = true;
    Thread.currentThread().join();
  }

  /** Leaves nothing behind, whenever the demo is ended. */
  private void closeOnSignal(TemporaryLog log) {
    Runnable end =
        () -> {
          log.close();
          if (serving) {
            // A JVM that ends by a signal reports the signal; being told to stop is no failure.
            Runtime.getRuntime().halt(ExitCode.OK);
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "shutdown"));
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
