package dev.cairn.recorder.outbox;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Spools until it is killed, and says after each commit what is durable: {@code <end>}. Settles now
 * and then, and says so before: {@code settles <end>}.
 */
final class SpoolingMain {
  private SpoolingMain() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int batch = Integer.parseInt(arguments[1]);
    try (Outbox outbox = Outbox.open(folder, OutboxLimits.DEFAULT, InstantSource.system())) {
      System.out.println("next " + outbox.nextPosition() + " settled " + outbox.settled());
      for (int step = 1; ; step++) {
        long next = outbox.nextPosition();
        Changes changes =
            Changes.spooling(
                List.of(TestRuns.run(next, batch), TestRuns.run(next + batch, 1)),
                TestRuns.chain(next + batch + 1));
        if (step % 7 == 0) {
          long end = outbox.settled() + (next - outbox.settled()) / 2;
          System.out.println("settles " + end);
          outbox.commit(Changes.settling(end));
        }
        if (!(outbox.commit(changes) instanceof Commit.Done)) {
          throw new IllegalStateException("full");
        }
        System.out.println(outbox.nextPosition());
      }
    }
  }
}
