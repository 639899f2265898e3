package dev.cairn.cli.witness;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Words;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.WitnessClient;
import dev.cairn.client.WitnessReport;
import dev.cairn.client.WitnessReport.WitnessedLog;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn witness status}: shows what a running witness knows. */
@Command(
    name = "status",
    header = "Show a running witness's keys, and the newest head of each log that it has cosigned.",
    description = "What the witness says is shown as it is; nothing of it is verified.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn witness status",
      "  cairn witness status --grpc witness.example:7081 --json"
    })
final class WitnessStatusCommand implements Callable<Integer> {
  @Option(
      names = "--grpc",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:7081",
      description = "Where the witness listens for gRPC. Default: 127.0.0.1:7081.")
  @SuppressWarnings("NullAway.Init")
  private String target;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "The longest that one call may take. Default: 10.")
  private int timeoutSeconds;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    if (timeoutSeconds < 1) {
      throw new CommandException(ExitCode.USAGE, "--timeout is at least 1");
    }
    try (WitnessClient witness =
        WitnessClient.open(LogAddress.parse(target), Duration.ofSeconds(timeoutSeconds))) {
      print(witness.report());
      witness.logs(this::print);
      return ExitCode.OK;
    } catch (MalformedException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    } catch (LogException e) {
      throw new CommandException(
          e instanceof UnreachableException ? ExitCode.UNREACHABLE : ExitCode.CHECK_FAILED,
          "witness " + target + ": " + e.getMessage(),
          e);
    }
  }

  private void print(WitnessReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("vkeys", report.vkeys());
    object.put("logs", report.logs());
    output.print(
        "%s%n%,d logs"
            .formatted(String.join(System.lineSeparator(), report.vkeys()), report.logs()),
        object);
  }

  private void print(WitnessedLog log) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", log.origin());
    object.put("vkey", log.vkey());
    object.put("size", log.size());
    object.put("root_hash", log.root().map(Hash::toHex).orElse(""));
    object.put("cosigned", log.cosigned().map(Instant::toString).orElse(""));
    output.print(
        "%s  size %d%s"
            .formatted(
                log.origin(),
                log.size(),
                log.cosigned()
                    .map(time -> ", cosigned " + Words.ago(time))
                    .orElse(", never cosigned")),
        object);
  }
}
