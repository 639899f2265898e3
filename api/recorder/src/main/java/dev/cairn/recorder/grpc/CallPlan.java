package dev.cairn.recorder.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is done with the calls of a method.
 *
 * @param rule the one that it has; its redactions are only those that must name something
 * @param redaction what is left out, by all rules that apply
 */
record CallPlan(CallRule rule, Redaction redaction) {
  static CallPlan of(CallRule rule, Collection<CallRule> wider, boolean isOfMethod) {
    Set<String> paths = new HashSet<>(rule.redactions());
    wider.forEach(other -> paths.addAll(other.redactions()));
    List<String> strict = isOfMethod ? rule.redactions() : List.of();
    return new CallPlan(
        new CallRule(rule.level(), rule.mode(), rule.attempts(), strict), Redaction.of(paths));
  }

  /** The redactions that name nothing in either type, while they must. */
  List<String> nameless(Collection<Descriptor> types) {
    return rule.redactions().stream()
        .filter(path -> types.stream().noneMatch(type -> Redaction.names(type, path)))
        .toList();
  }
}
