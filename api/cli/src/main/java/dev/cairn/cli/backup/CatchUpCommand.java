package dev.cairn.cli.backup;

import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.restore.CatchUp;
import dev.cairn.backup.restore.CaughtUp;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Words;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn catch-up}: brings a log up to a copy that has more. */
@Command(
    name = "catch-up",
    header = "Bring a restored log up to a mirror, an export or a backup that has more of it.",
    description = {
      "The log must not be running. The copy's checkpoint must be signed by the log's own key, and",
      "its tree must be an extension of the log's: otherwise nothing is changed. The entries that",
      "the log lacks are verified and added, and the copy's checkpoint becomes the newest published",
      "one if it is newer.",
      "",
      "Exit codes: 0 done, or nothing to do, 1 the copy is damaged or of another history, 2 wrong",
      "usage, or the log cannot be written, 3 the URL cannot be read now."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn catch-up --data ./log --from https://mirror.example.com/log/",
      "  cairn catch-up --data ./log --from /backup/log"
    })
public final class CatchUpCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The log's folder.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--from",
      paramLabel = "DIR|FILE|URL",
      required = true,
      description = "A backup, or the static files of the log in a folder or below a URL.")
  @SuppressWarnings("NullAway.Init")
  private String from;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    print(BackupFailures.explained(this::catchUp));
    return ExitCode.OK;
  }

  private CaughtUp catchUp() throws BackupException, LogException, DataFolderException {
    try (DataFolder folder = DataFolder.open(data);
        LogCopy copy = LogCopy.open(from, Optional.of(folder.verifierKey()));
        Bars bars = new Bars("Catching up")) {
      return new CatchUp(folder, copy, bars::at, (done, size) -> bars.at(Part.TREE, done, size))
          .run();
    }
  }

  private enum Part {
    TREE
  }

  private void print(CaughtUp done) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", done.published().log().name());
    object.put("from", done.from());
    object.put("size", done.to());
    object.put("published_size", done.published().head().size());
    object.put("keys", done.keys());
    object.put("has_all_keys", done.hasAllKeys());
    output.print(
        "%s: %s added, size %d, published %d"
            .formatted(
                done.published().log().name(),
                Words.entries(done.to() - done.from()),
                done.to(),
                done.published().head().size()),
        object);
    if (!done.hasAllKeys()) {
      output.say(
          "the copy has no idempotency keys but those of events: an append that is repeated with"
              + " another one of an entry that came from it is logged again");
    }
    if (done.to() < done.published().head().size()) {
      output.say(
          "the log still lacks %s of what it has published: find a copy that has more"
              .formatted(Words.entries(done.published().head().size() - done.to())));
    }
  }
}
