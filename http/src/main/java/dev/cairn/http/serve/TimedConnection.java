package dev.cairn.http.serve;

import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * A connection that knows since when a request is arriving on it. Jetty's own time limits begin
 * anew with every byte, so a peer that drips them would never reach one.
 */
public final class TimedConnection extends HttpConnection {
  private static final long NEVER = Long.MIN_VALUE;

  // A peer that connects has its first request to send.
  private volatile long began = System.nanoTime();

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

  /** Whether a request has been arriving for longer than this. */
  boolean isOverdue(Duration limit) {
    long since = began;
    return since != NEVER && System.nanoTime() - since > limit.toNanos();
  }
}
