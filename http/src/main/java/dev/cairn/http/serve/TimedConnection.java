package dev.cairn.http.serve;

import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * A connection that knows since when a request is arriving on it, and by when a large answer has to
 * be sent. Jetty's own time limits begin anew with every byte, so a peer that drips them would
 * never reach one.
 */
public final class TimedConnection extends HttpConnection {
  private static final long NEVER = Long.MIN_VALUE;

  // A peer that connects has its first request to send.
  private volatile long began = System.nanoTime();
  private volatile long dueSent = NEVER;

  TimedConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
    super(configuration, connector, endPoint);
  }

  /** Bytes have arrived; those of a body come another way. */
  @Override
  public void onFillable() {
    begin();
    super.onFillable();
  }

  private void begin() {
    if (began == NEVER) {
      began = System.nanoTime();
    }
  }

  /** Says that a request's head has arrived: perhaps together with the request before it. */
  public static void receiving(Request request) {
    if (request.getConnectionMetaData().getConnection() instanceof TimedConnection connection) {
      connection.begin();
    }
  }

  /** Says that a request has arrived in whole. */
  public static void received(Request request) {
    if (request.getConnectionMetaData().getConnection() instanceof TimedConnection connection) {
      connection.began = NEVER;
    }
  }

  /** Says that an answer begins to be sent, and how long that may take at the most. */
  public static void sending(Request request, Duration atMost) {
    if (request.getConnectionMetaData().getConnection() instanceof TimedConnection connection) {
      connection.dueSent = System.nanoTime() + atMost.toNanos();
    }
  }

  /** Says that the answer is sent. */
  public static void sent(Request request) {
    if (request.getConnectionMetaData().getConnection() instanceof TimedConnection connection) {
      connection.dueSent = NEVER;
    }
  }

  /** Whether a request has been arriving for longer than this, or an answer is not sent in time. */
  boolean isOverdue(Duration limit) {
    long now = System.nanoTime();
    long since = began;
    long due = dueSent;
    return (since != NEVER && now - since > limit.toNanos()) || (due != NEVER && now - due > 0);
  }
}
