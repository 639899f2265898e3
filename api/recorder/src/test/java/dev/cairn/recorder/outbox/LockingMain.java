package dev.cairn.recorder.outbox;

import java.nio.file.Path;
import java.time.InstantSource;

/** Tries to open an outbox, and prints what came of it; holds it until it is killed. */
final class LockingMain {
  private LockingMain() {}

  public static void main(String[] arguments) throws Exception {
    try (Outbox outbox =
        Outbox.open(Path.of(arguments[0]), OutboxLimits.DEFAULT, InstantSource.system())) {
      System.out.println("opened " + outbox.nextPosition());
      System.in.read();
    } catch (OutboxException e) {
      System.out.println(e.kind() + " " + e.getMessage());
    }
  }
}
