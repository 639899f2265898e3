package dev.cairn.cli.policy;

import com.google.common.net.InetAddresses;
import dev.cairn.tree.policy.PolicyWitness;
import dev.cairn.tree.policy.WitnessPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is allowed in a policy and still worth a second look. */
final class PolicyWarnings {
  private PolicyWarnings() {}

  static List<String> of(WitnessPolicy policy) {
    List<String> warnings = new ArrayList<>();
    if (policy.logs().isEmpty()) {
      warnings.add("no log is named: nothing can be verified with this policy");
    }
    if (!policy.needsWitnesses()) {
      warnings.add("the quorum is none: the log alone is believed");
    }
    if (policy.needsWitnesses() && policy.toleratedFailures() == 0) {
      warnings.add("no witness may fail: the log is not witnessed while a needed one is away");
    }
    for (PolicyWitness witness : policy.witnesses()) {
      if (witness.url().isEmpty()) {
        warnings.add("witness " + witness.name() + " has no URL: a log cannot ask it");
      }
      witness.url().filter(PolicyWarnings::isInTheClear).ifPresent(url -> warnings.add(clear(url)));
    }
    policy.logs().stream()
        .flatMap(log -> log.url().stream())
        .filter(PolicyWarnings::isInTheClear)
        .forEach(url -> warnings.add(clear(url)));
    return warnings;
  }

  private static String clear(String url) {
    return url + " is plain http to another machine: anybody on the way can read and delay it";
  }

  private static boolean isInTheClear(String url) {
    URI uri = URI.create(url);
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    boolean isLocal =
        host.equals("localhost")
            || host.endsWith(".localhost")
            || (InetAddresses.isUriInetAddress(host)
                && InetAddresses.forUriString(host).isLoopbackAddress());
    return "http".equalsIgnoreCase(uri.getScheme()) && !isLocal;
  }
}
