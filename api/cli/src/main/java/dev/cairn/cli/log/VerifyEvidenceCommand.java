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

/** {@code cairn verify-evidence}: checks offline what an audit found. */
@Command(
    name = "verify-evidence",
    header = "Check offline what a file of evidence shows against a log.",
    description = {
      "Verifies every signature in the file. A fork is proof by itself. Of the other kinds the file",
      "proves what the log signed, and the command says what is still to be asked of the log.",
      "Give --vkey to be sure that the key in the file is the log's: anybody can make up a log.",
      "",
      "Exit codes: 0 the signatures hold and the file shows what it says, 1 they do not or it does",
      "not, 2 the file cannot be read. With --json, \"proved\" is true for a fork only."
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
              "confirmed as far as signatures go: " + evidence.log().name() + " signed this";
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
    object.put("confirmed", true);
    object.put("proved", verdict == Verdict.PROVED);
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
