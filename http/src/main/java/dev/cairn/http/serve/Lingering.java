package dev.cairn.http.serve;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests that were not read to their end. A connection that ends while the peer is still
 * sending takes with it the answer that the peer has not read yet; so he is answered first, and
 * then listened to a little longer.
 */
public final class Lingering {
  private static final int MAX_DISCARDED_BYTES = 256 << 10;
  private static final int BUFFER_BYTES = 8 << 10;

  private Lingering() {}

  /**
   * Sends an answer. Where the request has more to come, blocks until it is there, 256 KiB are, or
   * the connection is cut off.
   */
  public static void send(HttpReply answer, Request request, Response response, Callback callback) {
    if (request.consumeAvailable()) {
      answer.send(response, callback);
      return;
    }
    TimedConnection.receiving(request);
    try {
      try (Blocker.Callback sent = Blocker.callback()) {
        answer.send(response, sent);
        sent.block();
      }
      discard(Content.Source.asInputStream(request));
      callback.succeeded();
    } catch (IOException e) {
      callback.failed(e);
    } finally {
      TimedConnection.received(request);
    }
  }

  private static void discard(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int left = MAX_DISCARDED_BYTES;
    int read = 0;
    while (left > 0 && read >= 0) {
      read = in.read(buffer, 0, Math.min(left, buffer.length));
      left -= read;
    }
  }
}
