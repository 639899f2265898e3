package dev.cairn.recorder.outbox;

import java.nio.file.Path;

/** Lists the dead letters of a folder and drops the first. */
final class LetterMain {
  private LetterMain() {}

  public static void main(String[] arguments) throws Exception {
    try (DeadLetters letters = DeadLetters.open(Path.of(arguments[0]))) {
      for (DeadLetter letter : letters.list(0, 10)) {
        System.out.println(letter.id() + " " + letter.event().getId() + " " + letter.reason());
      }
      System.out.println("dropped " + letters.drop(1));
    }
  }
}
