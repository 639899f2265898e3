package dev.cairn.cli.policy;

import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.tree.policy.PolicyLog;
import dev.cairn.tree.policy.PolicyWitness;
import dev.cairn.tree.policy.WitnessPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn policy check}: says what a policy means. */
@Command(
    name = "check",
    header = "Check a policy file and say what it means.",
    description = {
      "Reads the form of c2sp.org/tlog-policy, and its dialects where they differ only in form.",
      "Exits 0 if the file is a policy, with warnings or without, and 2 if it is not: the error",
      "names the file and the line."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn policy check policy.txt --json")
public final class PolicyCheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The policy.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    WitnessPolicy policy = PolicyFile.read(file);
    List<String> warnings = PolicyWarnings.of(policy);
    if (output.isJson()) {
      output.print("", object(policy, warnings));
    } else {
      say(policy, warnings);
    }
    return ExitCode.OK;
  }

  private void say(WitnessPolicy policy, List<String> warnings) {
    policy.logs().forEach(log -> output.say("log      " + log.key() + at(log.url().orElse(""))));
    policy
        .witnesses()
        .forEach(one -> output.say("witness  " + one.name() + at(one.url().orElse(""))));
    output.say("quorum   " + policy.quorumInWords());
    output.say("failures " + tolerance(policy));
    warnings.forEach(warning -> output.say("warning  " + warning));
    output.say("");
    output.say(policy.toString().stripTrailing());
  }

  private static String at(String url) {
    return url.isEmpty() ? "" : " at " + url;
  }

  private static String tolerance(WitnessPolicy policy) {
    if (!policy.needsWitnesses()) {
      return "no witness is needed";
    }
    int tolerated = policy.toleratedFailures();
    return tolerated == 0
        ? "if a needed witness fails, there is no quorum"
        : "any " + tolerated + (tolerated == 1 ? " witness" : " witnesses") + " may fail";
  }

  private static Map<String, Object> object(WitnessPolicy policy, List<String> warnings) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("logs", policy.logs().stream().map(PolicyCheckCommand::object).toList());
    object.put("witnesses", policy.witnesses().stream().map(PolicyCheckCommand::object).toList());
    object.put("quorum", policy.quorumInWords());
    object.put("needs_witnesses", policy.needsWitnesses());
    object.put("tolerated_failures", policy.toleratedFailures());
    object.put("warnings", warnings);
    object.put("policy", policy.toString());
    return object;
  }

  private static Map<String, Object> object(PolicyLog log) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", log.key().name());
    object.put("vkey", log.key().toString());
    object.put("url", log.url().orElse(""));
    return object;
  }

  private static Map<String, Object> object(PolicyWitness witness) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", witness.name());
    object.put("vkey", witness.key().map(Object::toString).orElse(""));
    object.put("url", witness.url().orElse(""));
    return object;
  }
}
