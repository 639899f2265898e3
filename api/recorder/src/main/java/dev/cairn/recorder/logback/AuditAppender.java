package dev.cairn.recorder.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.EventRules;
import dev.cairn.event.FieldProblem;
import dev.cairn.recorder.AuditClient;
import dev.cairn.recorder.EventSink;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.KeyFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A Logback appender that records marked lines as audit events, and ignores all others.
 *
 * <p>Of a line's key-value pairs these are fields of the event: {@code event.id}, {@code
 * event.type}, {@code action}, {@code actor.type} ({@code user} if it is missing), {@code
 * actor.id}, {@code target.type}, {@code target.id}, {@code outcome} ({@code success}, {@code
 * failure}, {@code denied}, {@code unknown} or {@code attempt}; else a line of level ERROR or with
 * an exception is a failure, any other a success), {@code outcome.code}, {@code traceparent},
 * {@code correlation_id}, {@code peer} and {@code user_agent}. The actor and the last four are
 * looked for in the MDC too. All other pairs are attributes, of the type of their value; so are
 * {@code log.message}, {@code log.logger} and {@code log.exception}.
 *
 * <p>A line whose event breaks a rule, or that cannot be recorded, is reported to Logback's status
 * and logged with all that it has, at level ERROR and unmarked, by the logger {@value #UNRECORDED}:
 * let another appender take that one's lines.
 */
public final class AuditAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  /** The logger of lines that could not be recorded. */
  public static final String UNRECORDED = "dev.cairn.unrecorded";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AppenderConfig config = new AppenderConfig();
  private final EventRules rules = new EventRules();
  private volatile Optional<EventSink> sink = Optional.empty();
  private Optional<AuditClient> client = Optional.empty();
  private volatile LineEvents events = new LineEvents("", "", List.of());
  private boolean waits;

  /** Makes an appender that is not started; Logback does. */
  public AuditAppender() {}

  /** An appender for a program that configures Logback itself; the sink stays open. */
  public static AuditAppender of(EventSink sink, String source) {
    AuditAppender appender = new AuditAppender();
    appender.sink = Optional.of(sink);
    appender.setSource(source);
    return appender;
  }

  /** The source of the events: {@code /orders}. Must be set. */
  public void setSource(String source) {
    config.source = source;
  }

  /** The type of events whose lines say none. */
  public void setType(String type) {
    config.type = type;
  }

  /** The keys of the MDC that become attributes, separated by commas. */
  public void setMdcAttributes(String keys) {
    config.mdcAttributes = keys;
  }

  /** Where the log is: {@code host:port}. Must be set unless there is a sink. */
  public void setAddress(String address) {
    config.address = address;
  }

  /** The log's key. Must be set unless there is a sink. */
  public void setVkey(String vkey) {
    config.vkey = vkey;
  }

  /** The outbox, a folder for this process alone. Must be set unless there is a sink. */
  public void setOutbox(String folder) {
    config.outbox = folder;
  }

  /** The file of the key that seals the events; without one they are not sealed. */
  public void setProducerKey(String file) {
    config.producerKey = file;
  }

  /** Whether a line is written only when its event is durable; at most 10 s are waited for it. */
  public void setWaiting(boolean waits) {
    this.waits = waits;
  }

  /** Opens the outbox if there is no sink. If it cannot, the reason is in Logback's status. */
  @Override
  public void start() {
    try {
      config.checkSource();
      if (sink.isEmpty()) {
        AuditClient opened = AuditClient.open(config.client());
        client = Optional.of(opened);
        sink = Optional.of(opened::spool);
      }
    } catch (MalformedException | KeyFileException | OutboxException | IllegalArgumentException e) {
      addError("The audit appender " + getName() + " does not start: " + e.getMessage(), e);
      return;
    }
    events = config.events();
    super.start();
  }

  /** Delivers what waits, for up to 10 s; the rest stays in the outbox. */
  @Override
  public void stop() {
    super.stop();
    if (client.isEmpty()) {
      return;
    }
    try {
      client.get().close();
    } catch (OutboxException e) {
      addError("The outbox of the audit appender " + getName() + " cannot be closed", e);
    }
    client = Optional.empty();
    sink = Optional.empty();
  }

  /** Lines that come while the appender is not started are not recorded, and reported. */
  @Override
  public void doAppend(ILoggingEvent line) {
    if (isStarted()) {
      super.doAppend(line);
    } else if (LineEvents.marked(line).isPresent()) {
      unrecorded("the appender is not started", line.getFormattedMessage());
    }
  }

  @Override
  protected void append(ILoggingEvent line) {
    Optional<AuditEvent> said = LineEvents.marked(line);
    if (said.isEmpty()) {
      return;
    }
    AuditEvent event;
    try {
      event = events.event(line, said.get());
    } catch (RuntimeException e) {
      // A value whose text cannot be had.
      unrecorded(e.toString(), line.getFormattedMessage());
      return;
    }
    List<FieldProblem> problems = rules.check(event);
    if (problems.isEmpty()) {
      record(sink.orElseThrow(), event);
    } else {
      unrecorded(
          problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; ")),
          UnrecordedText.of(event));
    }
  }

  private void record(EventSink to, AuditEvent event) {
    CompletableFuture<?> done;
    try {
      done = to.record(event);
    } catch (RuntimeException e) {
      done = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<?> reported =
        done.whenComplete(
            (_, failure) -> {
              if (failure != null) {
                unrecorded(String.valueOf(failure), UnrecordedText.of(event));
              }
            });
    if (waits) {
      await(reported);
    }
  }

  private void await(CompletableFuture<?> done) {
    try {
      var _ = done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      addWarn("An audit event is not durable yet", e);
    } catch (ExecutionException e) {
      // Reported where it failed.
    }
  }

  private void unrecorded(String why, String what) {
    addError("An audit event is not recorded: " + why);
    if (getContext() instanceof LoggerContext context) {
      context.getLogger(UNRECORDED).error("not recorded: {}: {}", why, what);
    }
  }
}
