package dev.cairn.bench.load;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Result;

/** Conversations over HTTP/1.1, each with one request in flight. */
public final class HttpLoad implements Load {
  private static final int MAX_ERRORS_OF_A_LOOP = 100;
  private static final int MAX_ANSWER_BYTES = 64 << 10;

  private final HttpConnections connections;
  private final String path;
  private final List<? extends Conversation> conversations;

  /** Prepares to post what conversations say to a path. */
  public HttpLoad(
      HttpConnections connections, String path, List<? extends Conversation> conversations) {
    this.connections = connections;
    this.path = path;
    this.conversations = List.copyOf(conversations);
  }

  /** Ends early if no conversation has anything more to say. */
  @Override
  public Tally run(Duration time, Histogram latencies) throws InterruptedException {
    Meter meter = new Meter(time, latencies, conversations.size());
    for (Conversation conversation : conversations) {
      new Loop(conversation, meter).send();
    }
    return meter.tally();
  }

  /** One request after the other. */
  private final class Loop {
    private final Conversation conversation;
    private final Meter meter;
    private long sent;
    private int errors;

    Loop(Conversation conversation, Meter meter) {
      this.conversation = conversation;
      this.meter = meter;
    }

    void send() {
      Optional<byte[]> body = conversation.next();
      if (body.isEmpty()) {
        meter.loopEnded();
        return;
      }
      sent = System.nanoTime();
      connections
          .post(path)
          .body(new BytesRequestContent(body.get()))
          .send(
              new BufferingResponseListener(MAX_ANSWER_BYTES) {
                @Override
                public void onComplete(Result result) {
                  byte[] content = getContent();
                  ended(result, content == null ? new byte[0] : content);
                }
              });
    }

    private void ended(Result result, byte[] content) {
      long now = System.nanoTime();
      Throwable failure = result.getFailure();
      Status status =
          failure == null
              ? conversation.answered(result.getResponse().getStatus(), content)
              : Status.UNAVAILABLE.withDescription(String.valueOf(failure)).withCause(failure);
      if (status.isOk()) {
        meter.answered(now - sent);
        meter.done(1);
      } else {
        errors++;
        meter.failed(1, status);
      }
      if (meter.isOver(now) || failure != null || errors > MAX_ERRORS_OF_A_LOOP) {
        meter.loopEnded();
      } else {
        send();
      }
    }
  }
}
