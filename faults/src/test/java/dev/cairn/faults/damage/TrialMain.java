package dev.cairn.faults.damage;

import dev.cairn.faults.FolderImage;
import dev.cairn.faults.Scale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * A process that tries out damage, one after the other, and prints each fate in a line.
 *
 * <p>Arguments: the sound log's folder, its size, a folder to try things out in, the seed, the
 * first number, the one after the last, and how: {@code rest}, {@code running} or {@code cut}.
 */
public final class TrialMain {
  private TrialMain() {}

  /** Runs it. */
  public static void main(String... arguments) throws IOException {
    FolderImage image = FolderImage.of(Path.of(arguments[0]));
    int size = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[3]);
    int end = Integer.parseInt(arguments[5]);
    int pages = image.bytes(Trial.STORE).length / Flip.PAGE;
    try (Trial trial = new Trial(image, size, Path.of(arguments[2]))) {
      for (int number = Integer.parseInt(arguments[4]); number < end; number++) {
        Random random = Scale.random(seed, number);
        Flip flip = Flip.random(random, number, image.bytes(Trial.STORE).length);
        System.out.printf("TRY %d %s%n", number, flip);
        Fate fate =
            switch (arguments[6]) {
              case "rest" -> trial.atRest(flip);
              case "running" -> trial.running(flip);
              case "cut" -> trial.truncated(number * pages / end * Flip.PAGE);
              default -> throw new IllegalArgumentException(arguments[6]);
            };
        System.out.printf("FATE %d %s %s%n", number, fate.kind(), fate.words());
      }
    }
    System.exit(0);
  }
}
