package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Progress;
import dev.cairn.client.Ack;
import dev.cairn.client.AppendOptions;
import dev.cairn.client.Appended;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.Receipt;
import dev.cairn.tree.checkpoint.TlogProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn append}: appends entries. */
@Command(
    name = "append",
    header = "Append entries to a log.",
    description = {
      "Prints the index and leaf hash of each entry. Receipts at the level signed are verified:",
      "the log's signature, the proof, and the consistency with all that it showed before; at the",
      "level witnessed, for which --policy is needed, also the cosignatures of the policy's quorum.",
      "If the level is late the one that was reached is printed, and the entry is logged all the same."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn append \"user 7 deleted order 12\"",
      "  cairn append --lines events.log --ack durable",
      "  cairn append --file invoice.pdf --key invoice-2026-0017",
      "  cairn append --file invoice.pdf --ack witnessed --policy policy.txt -o invoice.tlog-proof"
    })
public final class AppendCommand extends ClientCommand {
  @ArgGroup(exclusive = true, multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Source source;

  /** What to append. */
  static final class Source {
    @Parameters(paramLabel = "TEXT", arity = "1..*", description = "Texts, each one entry.")
    private @Nullable List<String> texts;

    @Option(names = "--file", paramLabel = "FILE", description = "A file as one entry; - is stdin.")
    private @Nullable Path file;

    @Option(
        names = "--lines",
        paramLabel = "FILE",
        description = "Each line of a file as an entry, empty lines left out; - is stdin.")
    private @Nullable Path lines;
  }

  @Option(
      names = "--ack",
      paramLabel = "LEVEL",
      defaultValue = "signed",
      description = "How far to wait: ${COMPLETION-CANDIDATES}. Default: signed.")
  @SuppressWarnings("NullAway.Init")
  private Ack ack;

  @Option(
      names = "--key",
      paramLabel = "K",
      description = "Idempotency key of the one entry: repeating the command appends nothing.")
  private @Nullable String key;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the proof of the one entry to a file, as cairn verify reads it.")
  private @Nullable Path out;

  @Override
  protected void checkUsage() {
    if (connection.isTiled()) {
      throw new CommandException(
          ExitCode.USAGE, "--tiles is only to read; append at the log's server: --log");
    }
    if (ack == Ack.WITNESSED && connection.policy().isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "--ack witnessed needs --policy");
    }
    if (out != null && ack == Ack.DURABLE) {
      throw new CommandException(ExitCode.USAGE, "--out needs a level that has a proof");
    }
    boolean isOne = source.file != null || (source.texts != null && source.texts.size() == 1);
    if (key != null && !isOne) {
      throw new CommandException(ExitCode.USAGE, "--key is for one entry: one TEXT or --file");
    }
    if (out != null && !isOne) {
      throw new CommandException(ExitCode.USAGE, "--out is for one entry: one TEXT or --file");
    }
  }

  @Override
  protected void run(LogClient client) throws LogException, IOException {
    if (source.lines != null) {
      appendLines(client, source.lines);
      return;
    }
    for (byte[] entry : entries()) {
      AppendOptions options = new AppendOptions(ack, key == null ? "" : key);
      Receipt receipt = client.append(entry, options);
      print(receipt.appended());
      keep(receipt);
    }
  }

  private void keep(Receipt receipt) {
    if (out == null) {
      return;
    }
    TlogProof proof =
        switch (receipt) {
          case Receipt.Witnessed witnessed -> witnessed.toTlogProof();
          case Receipt.Signed signed -> signed.toTlogProof();
          case Receipt.Durable durable ->
              throw new CommandException(
                  ExitCode.UNREACHABLE,
                  "entry " + durable.index() + " is logged, but its proof was late: cairn prove");
        };
    try {
      Files.write(out, proof.toBytes());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "entry " + receipt.index() + " is logged, but cannot write " + e.getMessage(),
          e);
    }
  }

  private List<byte[]> entries() {
    if (source.file != null) {
      return List.of(EntryInput.read(source.file));
    }
    List<byte[]> entries = new ArrayList<>();
    for (String text : source.texts == null ? List.<String>of() : source.texts) {
      entries.add(EntryInput.checked(text.getBytes(StandardCharsets.UTF_8), "the text"));
    }
    return entries;
  }

  private void appendLines(LogClient client, Path file) throws LogException, IOException {
    AppendOptions options = new AppendOptions(ack, "");
    try (Lines lines = new Lines(EntryInput.open(file), file.toString());
        Progress progress = Progress.of("Appending", "entries", -1)) {
      long done = 0;
      for (List<byte[]> batch = lines.nextBatch(); !batch.isEmpty(); batch = lines.nextBatch()) {
        client.appendAll(batch, options).entries().forEach(this::print);
        done += batch.size();
        progress.at(done);
      }
    }
  }

  private void print(Appended appended) {
    String level = appended.ack().name().toLowerCase(Locale.ROOT);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("index", appended.index());
    object.put("leaf_hash", appended.leafHash().toHex());
    object.put("ack", level);
    object.put("deduplicated", appended.deduplicated());
    output.print(
        "%d %s %s%s"
            .formatted(
                appended.index(),
                appended.leafHash().toHex(),
                level,
                appended.deduplicated() ? " (was there already)" : ""),
        object);
  }
}
