package dev.cairn.server.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Merges neighbouring runs into one, a little at a time. */
final class Merge implements AutoCloseable {
  private final Span span;
  private final RunWriter writer;
  // In the order of the runs, each at a record that is not merged yet.
  private final List<RunCursor> cursors = new ArrayList<>();
  private Optional<Fingerprint> last = Optional.empty();

  /**
   * @param runs the runs of {@code span}, in ascending order
   * @param writer takes the records of all
   */
  Merge(Span span, List<Run> runs, RunWriter writer) throws IOException {
    this.span = span;
    this.writer = writer;
    for (Run run : runs) {
      RunCursor cursor = new RunCursor(run);
      if (cursor.next()) {
        cursors.add(cursor);
      }
    }
  }

  /** What the new run is about. */
  Span span() {
    return span;
  }

  /**
   * Merges up to {@code count} further records.
   *
   * @return the new run once it is complete
   * @throws IOException if it cannot be written, or a run was not read as it was written
   */
  Optional<Run> advance(int count) throws IOException {
    for (int i = 0; i < count && !cursors.isEmpty(); i++) {
      RunCursor least = least();
      Fingerprint fingerprint = least.fingerprint();
      // Of equal ones the first, of the lowest index, is kept.
      if (last.isEmpty() || !last.get().equals(fingerprint)) {
        writer.add(fingerprint, least.index());
        last = Optional.of(fingerprint);
      }
      if (!least.next()) {
        cursors.remove(least);
      }
    }
    return cursors.isEmpty() ? Optional.of(writer.finish()) : Optional.empty();
  }

  private RunCursor least() {
    RunCursor least = cursors.getFirst();
    for (int i = 1; i < cursors.size(); i++) {
      if (cursors.get(i).compareTo(least) < 0) {
        least = cursors.get(i);
      }
    }
    return least;
  }

  /** Lets go of an unfinished file. */
  @Override
  public void close() throws IOException {
    writer.close();
  }
}
