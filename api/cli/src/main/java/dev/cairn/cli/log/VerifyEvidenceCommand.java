package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.client.Evidence;
import dev.cairn.client.EvidenceCheck;
import dev.cairn.client.EvidenceCheck.Verdict;
import dev.cairn.client.EvidenceFile;
import dev.cairn.client.Sighting;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code cairn verify-evidence}: checks offline what an audit found. Only what is proved ends with
 * {@link ExitCode#OK}; heads that are merely signed end with {@link ExitCode#CHECK_FAILED}, after
 * what was found has been printed.
 */
@Command(
    name = "verify-evidence",
    header = "Check offline what a file of evidence shows against a log.",
    description = {
      "Verifies every signature in the file, and whether it proves that the log has contradicted",
      "itself. It does with two roots of one size, or with a consistency proof that leads to the",
      "larger head from another root than the log signed. Anything else an honest log may have",
      "signed too: then nothing is confirmed, and the command says what is to be asked of the log.",
      "Give --vkey to be sure that the key in the file is the log's: anybody can make up a log.",
      "",
      "Exit codes: 0 proved, 1 not proved: the signatures hold, but the log is still to be asked, or",
      "they do not hold, or the file refutes itself; 2 the file cannot be read. With --json,",
      "\"confirmed\" says whether it is proved; there is no object where signatures do not hold."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn verify-evidence evidence.json --vkey example.com/log+530d903a+Ae...")
public final class VerifyEvidenceCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Evidence, as cairn audit keeps it.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--vkey",
      paramLabel = "KEY",
      description = "The log's key, from elsewhere. Without it the key in the file is used.")
  private @Nullable String vkey;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    Evidence evidence = parse(read());
    if (vkey != null && !evidence.log().equals(Connection.key(vkey))) {
      throw new CommandException(
          ExitCode.CHECK_FAILED, "not confirmed: the evidence is against " + evidence.log());
    }
    Verdict verdict = EvidenceCheck.check(evidence);
    if (verdict == Verdict.REFUTED) {
      throw new CommandException(
          ExitCode.CHECK_FAILED,
          "not confirmed: the consistency proof in the file holds, the heads are of one history");
    }
    if (output.isJson()) {
      output.print("", object(evidence, verdict));
    } else {
      say(evidence, verdict);
    }
    if (verdict != Verdict.PROVED) {
      throw new CommandException(
          ExitCode.CHECK_FAILED,
          "not confirmed: the signatures hold, and prove nothing until the log has been asked");
    }
    return ExitCode.OK;
  }

  private byte[] read() {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(EvidenceFile.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + e.getMessage(), e);
    }
  }

  private static Evidence parse(byte[] json) {
    try {
      return EvidenceFile.parse(json);
    } catch (MalformedException | VerificationException e) {
      throw new CommandException(ExitCode.CHECK_FAILED, "not confirmed: " + e.getMessage(), e);
    }
  }

  private void say(Evidence evidence, Verdict verdict) {
    output.say(
        switch (verdict) {
          case PROVED -> "confirmed: " + evidence.log().name() + " has forked";
          case SIGNED, REFUTED ->
              "not confirmed: " + evidence.log().name() + " signed this, as an honest log may have";
        });
    for (Sighting head : evidence.heads()) {
      output.say(
          "  size %d, root %s, shown by %s"
              .formatted(head.head().size(), head.head().root(), head.source()));
    }
    evidence.cosigners().forEach(key -> output.say("  cosigned by " + key.name()));
    output.say("  found: " + evidence.finding());
    String question = EvidenceCheck.question(evidence);
    if (!question.isEmpty()) {
      output.say("  not proved yet: " + question);
    }
    if (vkey == null) {
      output.say("  the key is the file's own word: " + evidence.log());
    }
  }

  private Map<String, Object> object(Evidence evidence, Verdict verdict) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("confirmed", verdict == Verdict.PROVED);
    object.put("kind", evidence.kind().name().toLowerCase(Locale.ROOT));
    object.put("vkey", evidence.log().toString());
    object.put("key_is_trusted", vkey != null);
    object.put("finding", evidence.finding());
    object.put("heads", evidence.heads().stream().map(VerifyEvidenceCommand::object).toList());
    object.put("cosigners", evidence.cosigners().stream().map(Object::toString).toList());
    object.put("still_to_ask", EvidenceCheck.question(evidence));
    return object;
  }

  private static Map<String, Object> object(Sighting head) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("source", head.source());
    object.put("size", head.head().size());
    object.put("root_hash", head.head().root().toHex());
    return object;
  }
}
