package dev.cairn.faults;

/** The line that each case prints. */
public final class Told {
  private Told() {}

  /** Prints what was promised under a fault, and what was seen. */
  public static void promised(String promise, String seen) {
    System.out.println("PROMISED " + promise + " | SEEN " + seen);
  }
}
