package dev.cairn.http.serve;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a request is answered with. */
@FunctionalInterface
public interface HttpReply {
  /** Sends it as the whole response. */
  void send(Response response, Callback callback);
}
