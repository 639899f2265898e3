package dev.cairn.http.serve;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpFields;
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
  private static final int MAX_READS = 16;

  private Lingering() {}

  /**
   * Sends an answer. Where the request has more to come, blocks until it is there, 256 KiB are, or
   * the connection is cut off.
   */
  public static void send(HttpReply answer, Request request, Response response, Callback callback) {
    if (hasEnded(request)) {
      answer.send(response, callback);
      return;
    }
    TimedConnection.receiving(request);
    response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
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

  /**
   * Discards what is there already. Not {@link Request#consumeAvailable}: where more is to come, it
   * makes all later reads fail, and nobody could be listened to.
   */
  private static boolean hasEnded(Request request) {
    for (int reads = 0; reads < MAX_READS; reads++) {
      Content.Chunk chunk = request.read();
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        return false;
      }
      chunk.release();
      if (chunk.isLast()) {
        return true;
      }
    }
    return false;
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
