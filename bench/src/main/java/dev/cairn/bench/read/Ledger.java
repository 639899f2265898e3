package dev.cairn.bench.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Where acknowledged entries are: an even sample of all of them, {@value #SIZE} at most. Safe for
 * several threads.
 */
public final class Ledger {
  private static final int SIZE = 1 << 16;

  private final SplittableRandom random = new SplittableRandom();
  private final List<Written> sample = new ArrayList<>();
  private long noted;

  /**
   * An acknowledged entry.
   *
   * @param index where the log says it is
   * @param item its place in its request, from 0
   * @param stamp its request's
   */
  public record Written(long index, int item, long stamp) {}

  /** Notes an entry; each that was noted so far is as likely to be remembered as any other. */
  public synchronized void note(long index, int item, long stamp) {
    noted++;
    long place = noted <= SIZE ? noted - 1 : random.nextLong(noted);
    if (place < sample.size()) {
      sample.set((int) place, new Written(index, item, stamp));
    } else if (place < SIZE) {
      sample.add(new Written(index, item, stamp));
    }
  }

  /** Any of them; none if none was noted. */
  public synchronized Optional<Written> any() {
    return sample.isEmpty()
        ? Optional.empty()
        : Optional.of(sample.get(random.nextInt(sample.size())));
  }
}
