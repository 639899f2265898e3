package dev.cairn.recorder.grpc;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/** The messages of one direction: the first ones kept, all counted. Safe for many threads. */
final class Capture {
  /** The most messages of a stream that are kept. */
  static final int MAX_MESSAGES = 8;

  private final int most;
  private final List<Message> kept = new ArrayList<>(1);
  private long count;

  /**
   * @param most how many are kept
   */
  Capture(int most) {
    this.most = most;
  }

  synchronized void add(Object message) {
    count++;
    if (kept.size() < most && message instanceof Message known) {
      kept.add(known);
    }
  }

  synchronized long count() {
    return count;
  }

  synchronized List<Message> kept() {
    return List.copyOf(kept);
  }
}
