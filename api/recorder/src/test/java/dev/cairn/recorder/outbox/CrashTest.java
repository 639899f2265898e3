package dev.cairn.recorder.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording process, killed again and again while it spools, loses nothing that it had. */
final class CrashTest {
  private static final int CYCLES = Integer.getInteger("cairn.outbox.cycles", 20);
  private static final Random RANDOM = new Random(31);

  @TempDir Path folder;
  private long durable;
  private long asked;

  @Test
  void whatWasDurableIsThereInOrderAndNoPositionIsUsedTwice() throws Exception {
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      killOne();
      check();
    }
    assertTrue(durable > CYCLES, "it got somewhere");
  }

  private void killOne() throws Exception {
    int batch = 1 + RANDOM.nextInt(40);
    int lines = RANDOM.nextInt(150);
    try (JavaChild child =
        JavaChild.start(SpoolingMain.class, folder.toString(), Integer.toString(batch))) {
      assertTrue(child.line().startsWith("next " + durable + " settled "), "it goes on from there");
      for (int i = 0; i < lines; i++) {
        note(child.line());
      }
      child.kill();
      for (String line = child.line(); !line.equals("end"); line = child.line()) {
        note(line);
      }
    }
  }

  private void note(String line) {
    if (line.startsWith("settles ")) {
      asked = Long.parseLong(line.substring("settles ".length()));
    } else {
      durable = Long.parseLong(line);
    }
  }

  private void check() throws Exception {
    try (Outbox outbox = Outbox.open(folder, OutboxLimits.DEFAULT, InstantSource.system())) {
      assertTrue(outbox.nextPosition() >= durable, "what was durable is there");
      assertTrue(outbox.settled() <= asked, "only what was settled is gone");
      assertEquals(TestRuns.chain(outbox.nextPosition()), outbox.chain());
      long next = outbox.settled();
      while (next < outbox.nextPosition()) {
        List<StoredRun> runs = outbox.read(next, 5_000, 1 << 22);
        for (StoredRun each : runs) {
          assertTrue(each.position() <= next, "there is no hole before " + next);
          assertEquals(TestRuns.run(each.position(), each.run().getEventsCount()), each.run());
          next = each.end();
        }
      }
      assertEquals(outbox.nextPosition(), next);
      durable = outbox.nextPosition();
    }
  }
}
