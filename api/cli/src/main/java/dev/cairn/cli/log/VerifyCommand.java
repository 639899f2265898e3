package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn verify}: checks a proof offline. */
@Command(
    name = "verify",
    header = "Check offline that an entry is in a log.",
    description = {
      "Needs no server: the proof file carries the checkpoint, the key says whose signature counts.",
      "Exits 0 if entry, proof and signature fit together, 1 if they do not."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn verify 12.tlog-proof --entry entry --vkey example.com/log+530d903a+Ae...")
public final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROOF", description = "A .tlog-proof file.")
  @SuppressWarnings("NullAway.Init")
  private Path proof;

  @Option(
      names = "--entry",
      required = true,
      paramLabel = "FILE",
      description = "The entry's bytes; - is stdin.")
  @SuppressWarnings("NullAway.Init")
  private Path entry;

  @Option(names = "--vkey", required = true, paramLabel = "KEY", description = "The log's key.")
  @SuppressWarnings("NullAway.Init")
  private String vkey;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    VerifierKey key = Connection.key(vkey);
    byte[] bundle = readProof();
    byte[] data = readEntry();
    try {
      TlogProof parsed = TlogProof.parse(bundle);
      SignedCheckpoint checkpoint = parsed.verify(new TreeHasher().leaf(data), key);
      print(parsed, checkpoint);
      return ExitCode.OK;
    } catch (MalformedException | VerificationException e) {
      throw new CommandException(ExitCode.CHECK_FAILED, "not verified: " + e.getMessage(), e);
    }
  }

  private byte[] readProof() {
    try (InputStream in = Files.newInputStream(proof)) {
      return in.readNBytes(TlogProof.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + e.getMessage(), e);
    }
  }

  /** The bytes as they are: one that no log could hold fails the check, not the command line. */
  private byte[] readEntry() {
    try (InputStream in = EntryInput.open(entry)) {
      return in.readNBytes(TlogProof.MAX_BYTES);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + e.getMessage(), e);
    }
  }

  private void print(TlogProof parsed, SignedCheckpoint checkpoint) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("verified", true);
    object.put("origin", checkpoint.checkpoint().origin());
    object.put("index", parsed.index());
    object.put("tree_size", checkpoint.head().size());
    object.put("root_hash", checkpoint.head().root().toHex());
    output.print(
        "verified: entry %d of %s, in its tree of %d entries"
            .formatted(parsed.index(), checkpoint.checkpoint().origin(), checkpoint.head().size()),
        object);
  }
}
