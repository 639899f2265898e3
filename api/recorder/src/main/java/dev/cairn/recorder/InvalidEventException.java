package dev.cairn.recorder;

import dev.cairn.event.FieldProblem;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** An event breaks the rules. It was neither counted nor sent anywhere. */
public final class InvalidEventException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<FieldProblem> problems;

  InvalidEventException(List<FieldProblem> problems) {
    super(problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** Which fields break which rules, at least one. */
  public List<FieldProblem> problems() {
    return problems;
  }
}
