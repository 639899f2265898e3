package dev.cairn.server.witness;

import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.PolicyException;
import dev.cairn.tree.policy.PolicyWitness;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
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
    for (PolicyWitness witness : reachable) {
      requireUsable(file, witness);
    }
    if (!policy.isQuorum(reachable)) {
      throw new PolicyFileException(
          file + ": the quorum cannot be met by witnesses that have a URL; give the others theirs");
    }
    if (reachable.size() > MAX_WITNESSES) {
      throw new PolicyFileException(file + ": has more than " + MAX_WITNESSES + " witnesses");
    }
    return policy;
  }

  private static void requireUsable(Path file, PolicyWitness witness) throws PolicyFileException {
    String url = witness.url().orElseThrow();
    try {
      URI uri = URI.create(url);
      HttpRequest _ = HttpRequest.newBuilder(uri).build();
      if (uri.getRawQuery() == null) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw unusable(file, witness, url);
    }
    throw unusable(file, witness, url);
  }

  private static PolicyFileException unusable(Path file, PolicyWitness witness, String url) {
    return new PolicyFileException(
        "%s: the URL of witness %s cannot be asked: %s; write http(s)://HOST[:PORT]/[PATH]"
            .formatted(file, witness.name(), url));
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
