package dev.cairn.server.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has happened in a world, line by line, and the first thing that must not have. */
final class Trace {
  private final List<String> lines = new ArrayList<>();
  private long step;
  private long nanos;
  private Optional<Violation> violation = Optional.empty();

  /** Something that must not be. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(String what, Throwable cause) {
      super(what, cause);
    }

    Violation(String what) {
      super(what);
    }
  }

  void at(long newStep, long newNanos) {
    step = newStep;
    nanos = newNanos;
  }

  void add(String what) {
    Thread thread = Thread.currentThread();
    String who = thread.isVirtual() ? thread.getName() : "world";
    lines.add(step + " " + nanos / 1_000 + "us " + who + ": " + what);
  }

  List<String> lines() {
    return lines;
  }

  long step() {
    return step;
  }

  /** Fails, whoever catches what is thrown here. */
  Violation violation(String what) {
    return violation(new Violation(what));
  }

  Violation violation(String what, Throwable cause) {
    return violation(new Violation(what + ": " + cause, cause));
  }

  private Violation violation(Violation found) {
    add("VIOLATION " + found.getMessage());
    if (violation.isEmpty()) {
      violation = Optional.of(found);
    }
    return found;
  }

  void requireNoViolation() {
    if (violation.isPresent()) {
      throw violation.get();
    }
  }
}
