package dev.cairn.cli.log;

import dev.cairn.cli.console.Words;
import dev.cairn.client.ClaimedWitness;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.LogState;
import dev.cairn.tree.checkpoint.LossStatement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code cairn status}: how far a log has come, and which of its witnesses are late. */
@Command(
    name = "status",
    header = "Show how far a log has come, and which of its witnesses is late, and since when.",
    description = {
      "The checkpoint is verified; with --policy, it is the newest that the quorum has cosigned. The",
      "durable size and the witnesses are the server's word."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn status --log log.example:7070 --json")
public final class StatusCommand extends ClientCommand {
  @Override
  protected void run(LogClient client) throws LogException {
    LogState state = client.state();
    List<ClaimedWitness> witnesses = client.claimedWitnesses();
    List<LossStatement> losses = client.losses();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", state.checkpoint().checkpoint().origin());
    object.put("size", state.checkpoint().head().size());
    object.put("durable_size", state.claimedDurableSize());
    object.put("witnesses", witnesses.stream().map(StatusCommand::object).toList());
    object.put("losses", losses.stream().map(StatusCommand::object).toList());
    StringBuilder text =
        new StringBuilder(
            "%s: size %d, %d durable"
                .formatted(
                    state.checkpoint().checkpoint().origin(),
                    state.checkpoint().head().size(),
                    state.claimedDurableSize()));
    losses.forEach(loss -> text.append(System.lineSeparator()).append("  ").append(text(loss)));
    witnesses.forEach(
        witness -> text.append(System.lineSeparator()).append("  ").append(text(witness)));
    output.print(text.toString(), object);
  }

  private static String text(LossStatement loss) {
    return "LOSS declared at %s: goes on from size %d: %s"
        .formatted(Instant.ofEpochSecond(loss.time()), loss.kept().size(), loss.reason());
  }

  private static Map<String, Object> object(LossStatement loss) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("time", Instant.ofEpochSecond(loss.time()).toString());
    object.put("kept_size", loss.kept().size());
    object.put("reason", loss.reason());
    object.put("lost_sizes", loss.lost().stream().map(head -> head.head().size()).toList());
    return object;
  }

  private static String text(ClaimedWitness witness) {
    String cosigned =
        witness
            .cosigned()
            .map(time -> "cosigned size %d %s".formatted(witness.cosignedSize(), Words.ago(time)))
            .orElse("has cosigned nothing yet");
    return witness.name()
        + ": "
        + cosigned
        + witness.lateSince().map(since -> ", LATE since " + since).orElse("")
        + (witness.trouble().isEmpty() ? "" : ": " + witness.trouble());
  }

  private static Map<String, Object> object(ClaimedWitness witness) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", witness.name());
    object.put("cosigned_size", witness.cosignedSize());
    object.put("cosigned", witness.cosigned().map(Instant::toString).orElse(""));
    object.put("late_since", witness.lateSince().map(Instant::toString).orElse(""));
    object.put("trouble", witness.trouble());
    return object;
  }
}
