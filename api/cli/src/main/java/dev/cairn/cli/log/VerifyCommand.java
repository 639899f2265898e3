package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Span;
import dev.cairn.cli.policy.PolicyFile;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.ProofCheck;
import dev.cairn.client.Trust;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.Witnessed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn verify}: checks a proof offline. */
@Command(
    name = "verify",
    header = "Check offline that an entry is in a log.",
    description = {
      "Needs no server: the proof file carries the checkpoint. The key says whose signature counts;",
      "a policy says which logs and which quorum of witnesses do.",
      "Exits 0 if entry, proof and signatures fit together, 1 if they do not."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn verify 12.tlog-proof --entry entry --vkey example.com/log+530d903a+Ae...",
      "  cairn verify 12.tlog-proof --entry entry --policy policy.txt --max-age 30d"
    })
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

  @ArgGroup(exclusive = true, multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Trusted trusted;

  /** Whose signatures count. */
  static final class Trusted {
    @Option(names = "--vkey", paramLabel = "KEY", description = "The log's key.")
    private @Nullable String vkey;

    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "The logs to trust, and the quorum of witnesses that must have cosigned.")
    private @Nullable Path policy;
  }

  @Option(
      names = "--max-age",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "With --policy: cosignatures that are older do not count. 90s, 10m, 6h, 2d.")
  private @Nullable Duration maxAge;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    if (maxAge != null && trusted.policy == null) {
      throw new CommandException(ExitCode.USAGE, "--max-age is for --policy");
    }
    Check check = check();
    byte[] bundle = readProof();
    byte[] data = readEntry();
    try {
      TlogProof parsed = TlogProof.parse(bundle);
      print(parsed, check.of(parsed, new TreeHasher().leaf(data)));
      return ExitCode.OK;
    } catch (MalformedException | VerificationException | CheckFailedException e) {
      throw new CommandException(ExitCode.CHECK_FAILED, "not verified: " + e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Check {
    Witnessed of(TlogProof proof, Hash leaf) throws VerificationException, CheckFailedException;
  }

  private Check check() {
    if (trusted.policy == null) {
      VerifierKey key = Connection.key(String.valueOf(trusted.vkey));
      return (proof, leaf) -> new Witnessed(proof.verify(leaf, key), Map.of());
    }
    Trust.ByPolicy anyAge = Trust.ByPolicy.of(PolicyFile.read(trusted.policy));
    Trust.ByPolicy policy = maxAge == null ? anyAge : anyAge.withMaxAge(maxAge);
    return (proof, leaf) -> ProofCheck.check(proof, leaf, policy);
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

  private void print(TlogProof parsed, Witnessed witnessed) {
    SignedCheckpoint checkpoint = witnessed.checkpoint();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("verified", true);
    object.put("origin", checkpoint.checkpoint().origin());
    object.put("index", parsed.index());
    object.put("tree_size", checkpoint.head().size());
    object.put("root_hash", checkpoint.head().root().toHex());
    String cosigners = "";
    if (trusted.policy != null) {
      Map<String, Object> times = new LinkedHashMap<>();
      witnessed.cosigned().forEach((witness, time) -> times.put(witness.name(), time));
      object.put("cosigned", times);
      cosigners = "; cosigned by " + (times.isEmpty() ? "none" : String.join(", ", times.keySet()));
    }
    output.print(
        "verified: entry %d of %s, in its tree of %d entries%s"
            .formatted(
                parsed.index(),
                checkpoint.checkpoint().origin(),
                checkpoint.head().size(),
                cosigners),
        object);
  }
}
