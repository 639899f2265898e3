package dev.cairn.cli.dlq;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.events.OutboxOptions;
import dev.cairn.cli.log.ClientCommand;
import dev.cairn.cli.log.ClientFailures;
import dev.cairn.client.Ack;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.recorder.AuditClient;
import dev.cairn.recorder.delivery.EventReceipt;
import dev.cairn.recorder.outbox.OutboxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn dlq replay}: records dead letters again. */
@Command(
    name = "replay",
    header = "Record dead letters again, in the order given, and drop each that is in the outbox.",
    description = {
      "The event is the same, with a new place in the producer's chain. What the log refuses once more",
      "becomes a new dead letter."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn dlq replay 3 4 --outbox ./outbox --producer-key orders.key")
public final class ReplayLettersCommand extends ClientCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameters(paramLabel = "NUMBER", arity = "1..*", description = "The letters' numbers.")
  @SuppressWarnings("NullAway.Init")
  private List<Long> ids;

  @Mixin private final OutboxOptions outbox = new OutboxOptions();

  @Override
  protected void checkUsage() {
    outbox.checkUsage();
    var _ = outbox.folder();
  }

  @Override
  protected LogClient open() {
    return LogClient.open(connection.config());
  }

  @Override
  protected void run(LogClient client) {
    try (AuditClient audit = outbox.open(connection.config(), Ack.SIGNED)) {
      for (long id : ids) {
        print(id, await(id, audit.replay(id)));
      }
    } catch (OutboxException | IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private EventReceipt await(long id, CompletableFuture<EventReceipt> receipt) {
    try {
      return receipt.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "letter " + id + " is in the outbox, and the log is not reached",
          e);
    } catch (ExecutionException e) {
      throw failure(id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.UNREACHABLE, "interrupted", e);
    }
  }

  private CommandException failure(long id, ExecutionException failure) {
    if (failure.getCause() instanceof LogException log) {
      return ClientFailures.explain(log, connection.stateFolder());
    }
    return new CommandException(
        ExitCode.USAGE, "letter " + id + ": " + failure.getMessage(), failure);
  }

  private void print(long id, EventReceipt receipt) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", id);
    object.put("index", receipt.index());
    object.put("leaf_hash", receipt.leafHash().toHex());
    output.print("letter %d is in the log: index %d".formatted(id, receipt.index()), object);
  }
}
