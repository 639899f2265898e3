package dev.cairn.recorder.grpc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What is done with the calls of a method.
 *
 * @param rule the one that it has
 * @param strict the redactions that must name something in each direction that they are about
 * @param lenient the others that apply
 * @param requests what is left out of requests, by all of them
 * @param responses what is left out of responses
 */
record CallPlan(
    CallRule rule,
    List<FieldPath> strict,
    List<FieldPath> lenient,
    Redaction requests,
    Redaction responses) {
  static CallPlan of(CallRule rule, Collection<CallRule> wider, boolean isOfMethod) {
    List<FieldPath> own = paths(List.of(rule));
    List<FieldPath> others = paths(wider);
    List<FieldPath> all = new ArrayList<>(own);
    all.addAll(others);
    return new CallPlan(
        rule,
        isOfMethod ? own : List.of(),
        isOfMethod ? others : List.copyOf(all),
        Redaction.of(FieldPath.REQUEST, all),
        Redaction.of(FieldPath.RESPONSE, all));
  }

  private static List<FieldPath> paths(Collection<CallRule> rules) {
    return rules.stream()
        .flatMap(rule -> rule.redactions().stream())
        .distinct()
        .map(FieldPath::parse)
        .toList();
  }

  /** Whether descriptions of statuses, which may say anything, are recorded. */
  boolean isDescribed() {
    return rule.descriptions() || (strict.isEmpty() && lenient.isEmpty());
  }

  Redaction redaction(String direction) {
    return direction.equals(FieldPath.REQUEST) ? requests : responses;
  }

  /** The redactions that name nothing in messages of a direction, while they must. */
  List<FieldPath> nameless(CallFacts.Direction direction) {
    return strict.stream()
        .filter(path -> path.isFor(direction.name()))
        .filter(
            path -> !direction.kept().stream().allMatch(m -> path.names(m.getDescriptorForType())))
        .toList();
  }
}
