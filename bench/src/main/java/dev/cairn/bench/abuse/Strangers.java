package dev.cairn.bench.abuse;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Does an abuse until it is closed, in a thread of its own. */
final class Strangers implements AutoCloseable {
  private static final int ADDRESSES = 4;
  private static final int UNREAD_CONNECTIONS = 2;
  private static final int PAUSE_MILLIS = 20;

  private final Abuse abuse;
  private final HostAndPort server;
  private final List<Stranger> open = new ArrayList<>(); // of the thread, then of close
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
        strangers.open.add(strangers.next());
      }
    } else {
      strangers.thread.start();
    }
    return strangers;
  }

  private Stranger next() throws IOException {
    come++;
    return abuse.begin(server, "127.0.0." + (2 + come % ADDRESSES));
  }

  private void repeat() {
    try {
      while (!ended) {
        open.add(next());
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
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Stranger stranger : open) {
      stranger.close();
    }
  }
}
