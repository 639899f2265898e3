package dev.cairn.bench.abuse;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Does an abuse until it is closed, in a thread of its own. */
final class Strangers implements AutoCloseable {
  private static final int ADDRESSES = 4;
  private static final int UNREAD_CONNECTIONS = 2;
  private static final int PAUSE_MILLIS = 20;

  private final Abuse abuse;
  private final HostAndPort server;
  // Those that are open, also while they act: closing them ends a write that nobody reads.
  private final Deque<Stranger> open = new ConcurrentLinkedDeque<>();
  private final Thread thread;
  private volatile boolean ended;
  private int come;

  private Strangers(Abuse abuse, HostAndPort server) {
    this.abuse = abuse;
    this.server = server;
    this.thread = Thread.ofPlatform().name("strangers").unstarted(this::repeat);
  }

  /** Begins; what lasts has been done in whole when this returns. */
  static Strangers begin(Abuse abuse, HostAndPort server, AbusePlan plan) throws IOException {
    Strangers strangers = new Strangers(abuse, server);
    if (abuse.lasts()) {
      int connections = abuse == Abuse.IDLE ? plan.connections() : UNREAD_CONNECTIONS;
      for (int i = 0; i < connections; i++) {
        strangers.next();
      }
    } else {
      strangers.thread.start();
    }
    return strangers;
  }

  private void next() throws IOException {
    come++;
    Stranger stranger = new Stranger(server, "127.0.0." + (2 + come % ADDRESSES));
    open.add(stranger);
    abuse.once(stranger);
  }

  private void repeat() {
    try {
      while (!ended) {
        next();
        Thread.sleep(PAUSE_MILLIS);
        if (open.size() > ADDRESSES) {
          open.removeFirst().close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException("no connection to the server", e);
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    do {
      for (Stranger stranger : open) {
        stranger.close();
      }
    } while (isRunning());
  }

  private boolean isRunning() {
    try {
      return thread.isAlive() && !thread.join(Duration.ofMillis(PAUSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
