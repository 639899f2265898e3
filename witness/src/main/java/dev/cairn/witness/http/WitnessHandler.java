package dev.cairn.witness.http;

import dev.cairn.http.admission.Admission;
import dev.cairn.http.admission.Peer;
import dev.cairn.http.serve.HttpAnswer;
import dev.cairn.http.serve.Lingering;
import dev.cairn.http.serve.TimedConnection;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.AddCheckpointRequest;
import dev.cairn.witness.SubtreeRequest;
import dev.cairn.witness.Witness;
import dev.cairn.witness.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests, each on a virtual thread of its own. */
public final class WitnessHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessHandler.class);
  private static final Pattern CHECKPOINT = Pattern.compile("/([0-9a-f]{64})/checkpoint");
  private static final int MAX_BYTES = AddCheckpointRequest.MAX_BYTES;
  private static final String READ = "GET, HEAD";
  private static final String WRITE = "POST";

  private final Witness witness;
  private final Admission admission;

  /**
   * @param witness stays open
   * @param admission counts the requests in flight
   */
  public WitnessHandler(Witness witness, Admission admission) {
    this.witness = witness;
    this.admission = admission;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    TimedConnection.receiving(request);
    if (isHealthCheck(request)) {
      TimedConnection.received(request);
      health().send(response, callback);
      return true;
    }
    String peer = Peer.of(request.getConnectionMetaData().getRemoteSocketAddress());
    if (!admission.enter(peer)) {
      TimedConnection.received(request);
      HttpAnswer.tooManyRequests().send(response, callback);
      return true;
    }
    try {
      Lingering.send(answerAndLeave(request, peer), request, response, callback);
    } catch (IOException e) {
      // The request did not arrive in whole: there is nobody to answer.
      callback.failed(e);
    } catch (RuntimeException e) {
      LOG.error("A request failed", e);
      HttpAnswer.refusal(500, "the witness failed; its log has the details")
          .send(response, callback);
    }
    return true;
  }

  /** Health is told however many requests are in flight, at the least to who may restart us. */
  private static boolean isHealthCheck(Request request) {
    return "/healthz".equals(request.getHttpURI().getPath()) && reads(request);
  }

  private static boolean reads(Request request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  /** A request is in flight until its answer is known: who reads slowly keeps nobody waiting. */
  private HttpAnswer answerAndLeave(Request request, String peer) throws IOException {
    try {
      return answer(request);
    } finally {
      TimedConnection.received(request);
      admission.leave(peer);
    }
  }

  private HttpAnswer answer(Request request) throws IOException {
    String path = request.getHttpURI().getPath();
    boolean reads = reads(request);
    boolean writes = request.getMethod().equals("POST");
    return switch (path) {
      case "/add-checkpoint" ->
          writes ? addCheckpoint(request) : HttpAnswer.methodNotAllowed(WRITE);
      case "/sign-subtree" -> writes ? signSubtree(request) : HttpAnswer.methodNotAllowed(WRITE);
      case "/" -> reads ? about() : HttpAnswer.methodNotAllowed(READ);
      case "/healthz" -> HttpAnswer.methodNotAllowed(READ);
      default -> {
        Matcher checkpoint = CHECKPOINT.matcher(path);
        if (!checkpoint.matches()) {
          yield HttpAnswer.notFound();
        }
        yield reads ? checkpoint(checkpoint.group(1)) : HttpAnswer.methodNotAllowed(READ);
      }
    };
  }

  private HttpAnswer addCheckpoint(Request request) throws IOException {
    try {
      byte[] body = body(request);
      return HttpAnswers.of(witness.addCheckpoint(AddCheckpointRequest.parse(body)));
    } catch (MalformedException e) {
      return HttpAnswer.refusal(400, String.valueOf(e.getMessage()));
    }
  }

  private HttpAnswer signSubtree(Request request) throws IOException {
    try {
      return HttpAnswers.of(witness.signSubtree(SubtreeRequest.parse(body(request))));
    } catch (MalformedException e) {
      return HttpAnswer.refusal(400, String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      return HttpAnswer.refusal(503, String.valueOf(e.getMessage()));
    }
  }

  /** Reads a body: all of it, or one byte more than it may have. */
  private static byte[] body(Request request) throws IOException, MalformedException {
    if (request.getLength() > MAX_BYTES) {
      throw AddCheckpointRequest.tooLarge();
    }
    byte[] body = read(Content.Source.asInputStream(request), MAX_BYTES + 1);
    TimedConnection.received(request);
    return body;
  }

  /** Reads until the end, or until there is no more room. */
  private static byte[] read(InputStream in, int room) throws IOException {
    // Jetty's stream is not to be closed before its end, which would abort the response, and not to
    // be asked for no bytes, for which it waits.
    byte[] bytes = new byte[room];
    int size = 0;
    while (size < room) {
      int more = in.read(bytes, size, room - size);
      if (more < 0) {
        return Arrays.copyOf(bytes, size);
      }
      size += more;
    }
    return bytes;
  }

  private HttpAnswer checkpoint(String hex) {
    try {
      return witness
          .cosigned(Hash.parseHex(hex))
          .map(
              note ->
                  new HttpAnswer(
                      200,
                      Map.of(
                          HttpHeader.CONTENT_TYPE,
                          "text/plain; charset=utf-8",
                          HttpHeader.CACHE_CONTROL,
                          "max-age=5"),
                      note.toString()))
          .orElseGet(() -> HttpAnswer.refusal(404, "no checkpoint of this log was cosigned"));
    } catch (StoreException e) {
      return HttpAnswer.refusal(503, String.valueOf(e.getMessage()));
    } catch (MalformedException e) {
      throw new IllegalStateException("the path was matched", e);
    }
  }

  private HttpAnswer about() {
    StringBuilder text =
        new StringBuilder("A witness of transparency logs (c2sp.org/tlog-witness).\n");
    for (VerifierKey key : witness.keys()) {
      text.append("vkey ").append(key).append('\n');
    }
    return HttpAnswer.text(
        200, text.append("logs ").append(witness.logCount()).append('\n').toString());
  }

  private HttpAnswer health() {
    return witness
        .problem()
        .map(problem -> HttpAnswer.refusal(503, problem))
        .orElseGet(() -> HttpAnswer.text(200, "ok\n"));
  }
}
