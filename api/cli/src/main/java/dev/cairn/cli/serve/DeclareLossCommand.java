package dev.cairn.cli.serve;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Passphrase;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.log.LossDeclaration;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.LostHead;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn declare-loss}: states under the log's key what it has lost, and goes on. */
@Command(
    name = "declare-loss",
    header = "State, signed by the log, that entries are lost, and let the log go on without them.",
    description = {
      "The last resort, when no copy is left from which cairn catch-up could bring the folder up. The log",
      "must not be running. All entries that are left are checked. The statement names the head that is",
      "kept and each lost head that is remembered: in the folder, in the head file, and in checkpoints that",
      "witnesses or clients show (--lost). It becomes the log's next entry, before anything else is signed.",
      "No witness is asked: give what each of them shows. A lost head that is learnt of only later, when the",
      "log has gone on, is named by a further statement, with the same kept head: run the command again.",
      "",
      "Whoever remembers a lost head, witnesses and clients alike, refuses the log from then on, and is",
      "right: for them it contradicts itself. They need the statement, and a decision of their own. Without",
      "--yes the command asks for the log's origin."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  cairn declare-loss --data ./log --head-file /mnt/other/log.head \\",
      "      --reason \"the volume burnt; restored from the backup of 3 May\""
    })
public final class DeclareLossCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The log's folder.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--head-file",
      paramLabel = "FILE",
      description = "The log's head file, if it has one: it forgets what is lost.")
  private @Nullable Path headFile;

  @Option(
      names = "--lost",
      paramLabel = "FILE",
      description = "A checkpoint of the log that a witness or a client shows; may be repeated.")
  private List<Path> lost = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "What happened, in one line for strangers.")
  @SuppressWarnings("NullAway.Init")
  private String reason;

  @Option(names = "--yes", description = "Ask nothing.")
  private boolean yes;

  @Mixin private final Passphrase passphrase = new Passphrase();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try {
      DataFolder folder = DataFolder.open(data);
      SigningKey key;
      List<SignedCheckpoint> shown;
      boolean isRead = false;
      try {
        key = key(folder);
        shown = shown(folder.verifierKey());
        isRead = true;
      } finally {
        if (!isRead) {
          folder.close();
        }
      }
      declare(folder, key, shown);
      return ExitCode.OK;
    } catch (DataFolderException | IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private SigningKey key(DataFolder folder) throws DataFolderException {
    if (!folder.keyIsEncrypted()) {
      return folder.signingKey(new char[0]);
    }
    return folder.signingKey(
        passphrase
            .read()
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitCode.USAGE,
                        "the key is encrypted; give --passphrase-file or CAIRN_KEY_PASSPHRASE")));
  }

  private List<SignedCheckpoint> shown(VerifierKey log) {
    List<SignedCheckpoint> shown = new ArrayList<>();
    for (Path file : lost) {
      try {
        shown.add(SignedCheckpoint.open(Files.readAllBytes(file), log));
      } catch (IOException | MalformedException | VerificationException e) {
        throw new CommandException(
            ExitCode.USAGE, file + " is no checkpoint of " + log.name() + ": " + e.getMessage(), e);
      }
    }
    return shown;
  }

  private void declare(DataFolder folder, SigningKey key, List<SignedCheckpoint> shown)
      throws DataFolderException {
    LossDeclaration.Evidence evidence =
        new LossDeclaration.Evidence(Optional.ofNullable(headFile), shown);
    try (LossDeclaration declaration = LossDeclaration.open(folder, evidence)) {
      output.say("kept: size " + declaration.kept().size());
      if (declaration.lost().isEmpty()) {
        output.say("lost: not known; no memory that was asked has anything beyond that");
      }
      declaration.lost().forEach(head -> output.say("lost: " + text(head)));
      output.say(
          "witnesses: not asked by this command; give what each of them shows of the log with --lost, or the log stops at the next head of theirs that no statement names");
      confirm(key.verifierKey().name());
      long index = declaration.nextIndex();
      print(declaration.declare(key, reason, InstantSource.system()), index);
    }
  }

  private static String text(LostHead lost) {
    return "size %d, root %s (%s)"
        .formatted(lost.head().size(), lost.head().root().toHex(), lost.memory().word());
  }

  private void confirm(String origin) {
    if (yes) {
      return;
    }
    String typed =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .map(
                console ->
                    console.readLine(
                        "Whoever remembers that will refuse the log. Type its origin: "))
            .orElse("");
    if (!origin.equals(typed)) {
      throw new CommandException(
          ExitCode.USAGE, "nothing was declared; type the log's origin, or give --yes");
    }
  }

  private void print(LossStatement statement, long index) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", statement.origin());
    object.put("kept_size", statement.kept().size());
    object.put("kept_root_hash", statement.kept().root().toHex());
    object.put("time", Instant.ofEpochSecond(statement.time()).toString());
    object.put("reason", statement.reason());
    object.put("lost", statement.lost().stream().map(DeclareLossCommand::text).toList());
    output.print(
        "declared: %s goes on from size %d; the statement is entry %d and in losses/ of the folder. Show it to the witnesses and clients of the log: those that remember more refuse it now"
            .formatted(statement.origin(), statement.kept().size(), index),
        object);
  }
}
