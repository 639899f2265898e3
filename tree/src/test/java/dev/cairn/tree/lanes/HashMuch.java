package dev.cairn.tree.lanes;

/** A program that hashes until the calibration begins by itself, and says after how many hashes. */
final class HashMuch {
  private static final int STEP = 10_000;
  private static final int MOST = 1_000_000;

  private HashMuch() {}

  public static void main(String[] arguments) {
    BatchHasher hasher = Lanes.newHasher();
    byte[] children = new byte[2 * STEP * BatchHasher.BYTES];
    byte[] parents = new byte[STEP * BatchHasher.BYTES];
    int hashes = 0;
    while (!calibrates() && hashes < MOST) {
      hasher.nodes(children, 0, STEP, parents, 0);
      hashes += STEP;
    }
    System.out.println(hashes);
    // Not waited for: the thread is a daemon.
  }

  private static boolean calibrates() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("calibrate hashing") && thread.isDaemon());
  }
}
