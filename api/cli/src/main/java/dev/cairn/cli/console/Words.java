package dev.cairn.cli.console;

/** Numbers in sentences. */
public final class Words {
  private Words() {}

  /** {@code 1 log}, {@code 2 logs}. */
  public static String count(long number, String singular) {
    return "%,d %s%s".formatted(number, singular, number == 1 ? "" : "s");
  }
}
