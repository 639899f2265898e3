package dev.cairn.server.web;

import com.google.rpc.Code;
import dev.cairn.http.admission.Admission;
import dev.cairn.http.admission.Peer;
import dev.cairn.http.serve.Lingering;
import dev.cairn.http.serve.TimedConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits requests, and answers each on a virtual thread of its own. */
final class WebHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(WebHandler.class);
  private static final String HEALTH = "/-/healthz";
  private static final String METHODS = "GET, HEAD, OPTIONS";
  private static final HttpFields PREFLIGHT =
      HttpFields.build()
          .add(HttpHeader.ALLOW, METHODS)
          .add(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
          .add(HttpHeader.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
          .add(HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS, "*")
          .add(HttpHeader.ACCESS_CONTROL_MAX_AGE, "86400")
          .asImmutable();

  private static final int KIB_BITS = 10;
  private static final int LARGE_BYTES = 64 << KIB_BITS;
  private static final int MAX_SENDING_KIB = 64 << KIB_BITS;
  private static final int MAX_SENDING_KIB_PER_PEER = MAX_SENDING_KIB / 4;
  private static final int MIN_KIB_PER_SECOND = 64;
  private static final Duration SENDING_GRACE = Duration.ofSeconds(10);

  // Who reads slowly keeps what he reads in memory.
  private final SendBudget sending = new SendBudget(MAX_SENDING_KIB_PER_PEER, MAX_SENDING_KIB);
  private final Router router;
  private final Admission admission;

  WebHandler(Router router, Admission admission) {
    this.router = router;
    this.admission = admission;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    // Whatever of it is still to come is read after the answer; how long that takes to be found is
    // not the peer's doing.
    TimedConnection.received(request);
    String peer = Peer.of(request.getConnectionMetaData().getRemoteSocketAddress());
    // Health is told however many requests are in flight.
    boolean isHealth = HEALTH.equals(request.getHttpURI().getPath());
    boolean admitted = !isHealth && admission.enter(peer);
    Answer answer;
    try {
      answer = isHealth || admitted ? answer(request) : tooMany(request);
    } catch (RuntimeException e) {
      LOG.error("A request failed", e);
      answer = failed(request);
    } finally {
      if (admitted) {
        // Who reads slowly keeps nobody waiting.
        admission.leave(peer);
      }
    }
    send(answer, peer, request, response, callback);
    return true;
  }

  private void send(
      Answer answer, String peer, Request request, Response response, Callback callback) {
    int bytes = answer.body().remaining();
    if (bytes < LARGE_BYTES) {
      Lingering.send((to, then) -> answer.send(request, to, then), request, response, callback);
      return;
    }
    int share = bytes >> KIB_BITS;
    if (sending.tryTake(peer, share)) {
      TimedConnection.sending(request, SENDING_GRACE.plusSeconds(share / MIN_KIB_PER_SECOND));
      Callback sent =
          Callback.from(
              callback,
              () -> {
                TimedConnection.sent(request);
                sending.giveBack(peer, share);
              });
      Lingering.send((to, then) -> answer.send(request, to, then), request, response, sent);
    } else {
      Answer busy = Answer.later(503, "too many large files are being sent; retry later");
      Lingering.send((to, then) -> busy.send(request, to, then), request, response, callback);
    }
  }

  private Answer answer(Request request) {
    String path = request.getHttpURI().getPath();
    if (path == null || !(WebPath.isPlain(path) || router.isHome(path))) {
      return impossible(request);
    }
    return switch (request.getMethod()) {
      case "GET", "HEAD" -> router.answer(request);
      case "OPTIONS" -> new Answer(204, PREFLIGHT, "", ByteBuffer.allocate(0));
      default -> notAllowed(path);
    };
  }

  private static Answer impossible(Request request) {
    String message = "the path is none that this server could have";
    return isApi(request)
        ? Api.failed(Code.INVALID_ARGUMENT, "INVALID_REQUEST", message)
        : Answer.refusal(400, message);
  }

  private static Answer notAllowed(String path) {
    Answer refusal =
        Router.isApi(path)
            ? Api.failed(Code.UNIMPLEMENTED, "METHOD_NOT_ALLOWED", "use GET")
            : Answer.refusal(405, "use " + METHODS);
    return new Answer(
        405,
        HttpFields.build(refusal.headers()).add(HttpHeader.ALLOW, METHODS),
        "",
        refusal.body());
  }

  private static Answer tooMany(Request request) {
    String message = "too many requests in flight; retry later";
    return isApi(request)
        ? Api.failed(Code.RESOURCE_EXHAUSTED, "TOO_MANY_REQUESTS", message)
        : Answer.later(429, message);
  }

  private static Answer failed(Request request) {
    String message = "the server failed; its log has the details";
    return isApi(request)
        ? Api.failed(Code.INTERNAL, "INTERNAL", message)
        : Answer.refusal(500, message);
  }

  private static boolean isApi(Request request) {
    String path = request.getHttpURI().getPath();
    return path != null && Router.isApi(path);
  }
}
