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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn prove}: fetches proofs that can be checked offline. */
@Command(
    name = "prove",
    header = "Write entries' proofs to files that anyone can check offline.",
    description = {
      "A file has the inclusion proof and the signed checkpoint (c2sp.org/tlog-proof); it is",
      "verified before it is written. Check it with: cairn verify. Several entries are proved",
      "under one checkpoint, each in a file of its own.",
      "",
      "With --tiles, --entry reads all tiles of hashes until it finds the entry, the newest first."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn prove 12 -o 12.tlog-proof",
      "  cairn prove 0 7 9 -o proofs/",
      "  cairn prove --entry invoice.pdf",
      "  cairn prove 12 --tiles https://log.example.com/ --vkey example.com/log+530d903a+Ae..."
    })
public final class ProveCommand extends ClientCommand {
  @ArgGroup(exclusive = true, multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Target target;

  /** Which entries. */
  static final class Target {
    @Parameters(
        paramLabel = "INDEX",
        arity = "1..*",
        description = "The entries' indexes, from 0; at most 1,024.")
    private List<Long> indexes = List.of();

    @Option(
        names = "--entry",
        paramLabel = "FILE",
        description = "The entry's bytes, to find it by its leaf hash; - is stdin.")
    private @Nullable Path entry;
  }

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = {
        "The file to write. Default: INDEX.tlog-proof.",
        "For several entries: the folder, which exists. Default: this one."
      })
  private @Nullable Path out;

  @Override
  protected void checkUsage() {
    target.indexes.forEach(index -> Positions.check("INDEX", index));
    if (target.indexes.size() > LogClient.MAX_BATCH_PROOFS) {
      throw new CommandException(
          ExitCode.USAGE,
          "%d entries are more than %d, the most at once"
              .formatted(target.indexes.size(), LogClient.MAX_BATCH_PROOFS));
    }
  }

  @Override
  protected void run(LogClient client) throws LogException {
    if (target.indexes.size() > 1) {
      for (Inclusion inclusion : client.inclusions(target.indexes)) {
        write(inclusion, (out == null ? Path.of("") : out).resolve(name(inclusion)));
      }
    } else {
      Inclusion inclusion = inclusion(client);
      write(inclusion, out == null ? Path.of(name(inclusion)) : out);
    }
  }

  private static String name(Inclusion inclusion) {
    return inclusion.index() + ".tlog-proof";
  }

  private void write(Inclusion inclusion, Path file) {
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
    if (!target.indexes.isEmpty()) {
      return client.inclusion(target.indexes.getFirst());
    }
    Path entry = target.entry == null ? Path.of("-") : target.entry;
    return client.inclusion(new TreeHasher().leaf(EntryInput.read(entry)));
  }
}
