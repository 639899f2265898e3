package dev.cairn.http.serve;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Says in one line what Jetty itself refuses: what is no HTTP, or too long. */
final class PlainErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    HttpAnswer.refusal(status, HttpStatus.getMessage(status)).send(response, callback);
    return true;
  }
}
