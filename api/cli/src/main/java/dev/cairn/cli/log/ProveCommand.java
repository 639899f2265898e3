package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.client.Inclusion;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.tree.merkle.TreeHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn prove}: fetches a proof that can be checked offline. */
@Command(
    name = "prove",
    header = "Write an entry's proof to a file that anyone can check offline.",
    description = {
      "The file has the inclusion proof and the signed checkpoint (c2sp.org/tlog-proof); it is",
      "verified before it is written. Check it with: cairn verify",
      "",
      "With --tiles, --entry reads all tiles of hashes until it finds the entry, the newest first."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn prove 12 -o 12.tlog-proof",
      "  cairn prove --entry invoice.pdf",
      "  cairn prove 12 --tiles https://log.example.com/ --vkey example.com/log+530d903a+Ae..."
    })
public final class ProveCommand extends ClientCommand {
  @ArgGroup(exclusive = true, multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Target target;

  /** Which entry. */
  static final class Target {
    @Parameters(paramLabel = "INDEX", description = "The entry's index, from 0.")
    private @Nullable Long index;

    @Option(
        names = "--entry",
        paramLabel = "FILE",
        description = "The entry's bytes, to find it by its leaf hash; - is stdin.")
    private @Nullable Path entry;
  }

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The file to write. Default: INDEX.tlog-proof.")
  private @Nullable Path out;

  @Override
  void checkUsage() {
    Positions.check("INDEX", target.index == null ? 0 : target.index);
  }

  @Override
  void run(LogClient client) throws LogException {
    Inclusion inclusion = inclusion(client);
    Path file = out == null ? Path.of(inclusion.index() + ".tlog-proof") : out;
    try {
      Files.write(file, inclusion.toTlogProof().toBytes());
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot write " + e.getMessage(), e);
    }
    long size = inclusion.checkpoint().head().size();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("index", inclusion.index());
    object.put("leaf_hash", inclusion.leafHash().toHex());
    object.put("tree_size", size);
    object.put("file", file.toString());
    output.print(
        "%s proves entry %d in the tree of %d entries".formatted(file, inclusion.index(), size),
        object);
  }

  private Inclusion inclusion(LogClient client) throws LogException {
    if (target.index != null) {
      return client.inclusion(target.index);
    }
    Path entry = target.entry == null ? Path.of("-") : target.entry;
    return client.inclusion(new TreeHasher().leaf(EntryInput.read(entry)));
  }
}
