package dev.cairn.server.log;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened so far; closed again, last first, unless all went well. */
final class Opening implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  Opening(AutoCloseable first) {
    opened.push(first);
  }

  <T extends AutoCloseable> T add(T next) {
    opened.push(next);
    return next;
  }

  void succeeded() {
    opened.clear();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable last = opened.pop();
      try {
        last.close();
      } catch (Exception e) {
        LOG.warn("Could not close {}", last, e);
      }
    }
  }
}
