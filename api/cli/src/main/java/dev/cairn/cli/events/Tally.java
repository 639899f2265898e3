package dev.cairn.cli.events;

import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.PlainText;
import dev.cairn.cli.console.Words;
import dev.cairn.client.Ack;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what becomes of events, and says of each that is refused why. Safe for several threads.
 */
final class Tally {
  private final PrintWriter err;
  private final Ack asked;
  private long recorded;
  private long repeated;
  private long late;
  private long refused;
  private long spooled;
  private long firstIndex = -1;
  private long lastIndex = -1;

  Tally(PrintWriter err, Ack asked) {
    this.err = err;
    this.asked = asked;
  }

  /** An event is in the log; for the first time or not. */
  synchronized void recorded(long index, boolean isRepeated, Ack reached) {
    if (isRepeated) {
      repeated++;
    } else {
      recorded++;
      firstIndex = firstIndex < 0 ? index : firstIndex;
      lastIndex = Math.max(lastIndex, index);
    }
    if (reached.compareTo(asked) < 0) {
      late++;
    }
  }

  /** An event is not in the log, and will not be. */
  synchronized void refused(String where, String why) {
    refused++;
    err.println("cairn: " + PlainText.of(where + ": " + why));
  }

  /** Events are in the outbox, and their receipts are not waited for. */
  synchronized void spooled(long events) {
    spooled += events;
  }

  synchronized long refused() {
    return refused;
  }

  synchronized long done() {
    return recorded + repeated + refused + spooled;
  }

  /** One line about all of them. */
  synchronized void print(Output output) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("recorded", recorded);
    object.put("repeated", repeated);
    object.put("refused", refused);
    object.put("late", late);
    object.put("spooled", spooled);
    if (recorded > 0) {
      object.put("first_index", firstIndex);
      object.put("last_index", lastIndex);
    }
    output.print(
        "%s recorded%s, %,d repeated, %,d refused%s%s"
            .formatted(
                Words.count(recorded, "event"), place(), repeated, refused, rest(), lateness()),
        object);
  }

  private String place() {
    if (recorded == 0) {
      return "";
    }
    return recorded == 1
        ? " (index %d)".formatted(firstIndex)
        : " (indexes %d to %d)".formatted(firstIndex, lastIndex);
  }

  private String rest() {
    return spooled == 0 ? "" : ", %,d in the outbox".formatted(spooled);
  }

  private String lateness() {
    return late == 0 ? "" : "; %,d are durable, but not yet at the level asked for".formatted(late);
  }
}
