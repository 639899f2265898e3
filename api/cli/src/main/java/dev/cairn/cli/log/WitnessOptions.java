package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.client.audit.WitnessSource;
import dev.cairn.tree.policy.PolicyWitness;
import dev.cairn.tree.policy.WitnessPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which witnesses an audit asks. */
final class WitnessOptions {
  private static final Pattern FORM = Pattern.compile("(?:(.+),)?(https?://\\S+)");

  @Option(
      names = "--witness",
      paramLabel = "[WHO,]URL",
      description = {
        "Where a witness shows what it has cosigned; may be repeated. WHO is its vkey, or its name",
        "in the policy; without it cosignatures are not looked at. Default: the policy's URLs."
      })
  private List<String> witnesses = new ArrayList<>();

  /** The witnesses given, or else those of the policy that have a URL. */
  List<WitnessSource> sources(Optional<WitnessPolicy> policy) {
    List<PolicyWitness> known = policy.map(WitnessPolicy::witnesses).orElse(List.of());
    try {
      return witnesses.isEmpty()
          ? known.stream().flatMap(witness -> WitnessSource.of(witness).stream()).toList()
          : witnesses.stream().map(text -> source(text, known)).toList();
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--witness: " + e.getMessage(), e);
    }
  }

  private static WitnessSource source(String text, List<PolicyWitness> known) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new CommandException(
          ExitCode.USAGE, "--witness: \"" + text + "\" is not URL, VKEY,URL or NAME,URL");
    }
    URI url = URI.create(matcher.group(2));
    String who = matcher.group(1);
    for (PolicyWitness witness : known) {
      if (who == null
          ? witness.url().filter(matcher.group(2)::equals).isPresent()
          : witness.name().equals(who)) {
        return WitnessSource.of(witness, url);
      }
    }
    return who == null
        ? WitnessSource.unverified(url)
        : WitnessSource.of(Connection.key("--witness", who), url);
  }
}
