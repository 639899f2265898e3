package dev.cairn.server.witness;

import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.PolicyException;
import dev.cairn.tree.policy.PolicyWitness;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** The policy of a log, from a file of the form of C2SP tlog-policy. */
public final class PolicyFile {
  /** The most witnesses that a log asks: their signature lines must fit into one note. */
  public static final int MAX_WITNESSES = 64;

  private PolicyFile() {}

  /**
   * Reads the policy that a log is to run with.
   *
   * @param log the log's key; the policy names it, or no log at all
   * @throws PolicyFileException if the file cannot be read, has an error, or could never be met by
   *     this log
   */
  public static WitnessPolicy read(Path file, VerifierKey log) throws PolicyFileException {
    WitnessPolicy policy = parse(file);
    if (!policy.logs().isEmpty() && !policy.logKeys(log.name()).contains(log)) {
      throw new PolicyFileException(file + ": does not name this log; add the line: log " + log);
    }
    Set<PolicyWitness> reachable =
        policy.witnesses().stream()
            .filter(witness -> witness.url().isPresent())
            .collect(Collectors.toSet());
    if (!policy.isQuorum(reachable)) {
      throw new PolicyFileException(
          file + ": the quorum cannot be met by witnesses that have a URL; give the others theirs");
    }
    if (reachable.size() > MAX_WITNESSES) {
      throw new PolicyFileException(file + ": has more than " + MAX_WITNESSES + " witnesses");
    }
    return policy;
  }

  private static WitnessPolicy parse(Path file) throws PolicyFileException {
    try (InputStream in = Files.newInputStream(file)) {
      return WitnessPolicy.parse(in.readNBytes(WitnessPolicy.MAX_BYTES + 1));
    } catch (PolicyException e) {
      throw new PolicyFileException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new PolicyFileException("cannot read " + e.getMessage(), e);
    }
  }
}
