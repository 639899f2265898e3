package dev.cairn.cli.log;

import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Progress;
import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.tree.merkle.TreeHead;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a person of each head while following, and of the entries on the way. */
final class AuditReport implements AuditProgress, AutoCloseable {
  private final Output output;
  private final PrintWriter err;
  private final boolean follows;
  private @Nullable Progress progress;

  AuditReport(Output output, PrintWriter err, boolean follows) {
    this.output = output;
    this.err = err;
    this.follows = follows;
  }

  @Override
  public void head(String source, TreeHead head) {
    if (follows) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("consistent", true);
      object.put("source", source);
      object.put("size", head.size());
      object.put("root_hash", head.root().toHex());
      output.print(
          "consistent: size %d, root %s, shown by %s".formatted(head.size(), head.root(), source),
          object);
    }
  }

  @Override
  public void entries(long done, long goal) {
    if (progress == null && !follows) {
      progress = Progress.of("Hashing", "entries", goal);
    }
    if (progress != null) {
      progress.at(done);
    }
  }

  @Override
  public void trouble(String source, String reason) {
    if (follows) {
      warn(source + ": " + reason + "; trying again");
    }
  }

  @Override
  public void contradicted(AuditOutcome.Contradicted contradiction) {
    if (follows) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("consistent", false);
      object.put("kind", contradiction.evidence().kind().name().toLowerCase(Locale.ROOT));
      object.put("finding", contradiction.evidence().finding());
      object.put("evidence", contradiction.file().toString());
      output.print(
          "CONTRADICTION: "
              + contradiction.evidence().finding()
              + "; evidence: "
              + contradiction.file(),
          object);
    }
  }

  @Override
  public void stale(String reason) {
    if (follows) {
      warn(reason);
    }
  }

  @Override
  public void fresh() {
    warn("the newest cosigned head is no longer too old");
  }

  private void warn(String line) {
    err.println("cairn: " + line);
    err.flush();
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
