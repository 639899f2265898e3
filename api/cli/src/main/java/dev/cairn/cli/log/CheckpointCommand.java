package dev.cairn.cli.log;

import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn checkpoint}: prints a signed head. */
@Command(
    name = "checkpoint",
    header = "Print the log's newest checkpoint, or the one of a size.",
    description = {
      "A signed note: origin, size, root hash, signatures. It is verified, and consistent with every",
      "checkpoint that this user has seen of the log."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn checkpoint --json")
public final class CheckpointCommand extends ClientCommand {
  @Option(names = "--size", paramLabel = "N", description = "The size of the tree wanted.")
  private @Nullable Long size;

  @Override
  protected void checkUsage() {
    Positions.check("--size", size == null ? 0 : size);
  }

  @Override
  protected void run(LogClient client) throws LogException {
    SignedCheckpoint checkpoint = size == null ? client.checkpoint() : client.checkpoint(size);
    String note = new String(checkpoint.toBytes(), StandardCharsets.UTF_8);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", checkpoint.checkpoint().origin());
    object.put("size", checkpoint.head().size());
    object.put("root_hash", checkpoint.head().root().toHex());
    object.put("note", note);
    output.print(note.stripTrailing(), object);
  }
}
