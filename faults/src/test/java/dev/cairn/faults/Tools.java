package dev.cairn.faults;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** What a test does where the machine lacks what it needs. */
public final class Tools {
  private Tools() {}

  /**
   * Skips the test, and says so, where there is no such program; fails where there must be. Skips
   * it in any case where processes may not be traced: no package mends that.
   */
  public static void require(String program) {
    if (Machine.program(program).isEmpty()) {
      String reason = "this machine has no " + program + " (a package of that name)";
      if (Machine.mustHaveTools()) {
        fail(reason);
      }
      abort(reason);
    }
    if (program.equals("strace") && !Machine.mayTrace()) {
      abort("this machine does not let a process be traced (ptrace)");
    }
  }
}
