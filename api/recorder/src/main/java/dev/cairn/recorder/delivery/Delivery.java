package dev.cairn.recorder.delivery;

import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.RefusedException;
import dev.cairn.client.TrustedLog;
import dev.cairn.recorder.outbox.OutboxException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in a backlog, in order, on a thread of its own, for as long as it takes: a session
 * that breaks is followed by another, with jittered exponential backoff while nothing is decided.
 * Only an untrue answer, and an outbox that cannot be read, stop it for good.
 */
public final class Delivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final Duration MAX_DELAY = Duration.ofSeconds(10);
  private static final double JITTER = 0.5;
  private static final Duration FOREVER = Duration.ofDays(1);

  private final LogClient log;
  private final DeliverySettings settings;
  private final Backlog backlog;
  private final DeliveryListener listener;
  private final Bell bell = new Bell();
  private final ReentrantLock telling = new ReentrantLock();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean stopped;
  private volatile @Nullable Exception trouble;

  // Of the thread.
  private final Deque<Outgoing> unfinished = new ArrayDeque<>();
  private @Nullable Outgoing held; // taken from the backlog, and not sent for want of credit
  private long nextToSend;
  private long decided;
  private boolean isRefused; // the first undecided event, for now

  private Delivery(
      LogClient log,
      DeliverySettings settings,
      Backlog backlog,
      long from,
      DeliveryListener listener) {
    this.log = log;
    this.settings = settings;
    this.backlog = backlog;
    this.nextToSend = from;
    this.decided = from;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("cairn-deliver").daemon().unstarted(this::run);
  }

  /**
   * Starts to deliver.
   *
   * @param from the position of the first event without an outcome
   */
  public static Delivery start(
      LogClient log,
      DeliverySettings settings,
      Backlog backlog,
      long from,
      DeliveryListener listener) {
    Delivery delivery = new Delivery(log, settings, backlog, from, listener);
    delivery.thread.start();
    return delivery;
  }

  /** There is more in the backlog. */
  public void wake() {
    bell.ring();
  }

  /**
   * Why nothing can be delivered now, a {@link LogException} or an {@link OutboxException}; empty
   * while events reach the log, and before it was tried.
   */
  public Optional<Exception> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Whether it has stopped for good. */
  public boolean isStopped() {
    return stopped;
  }

  private void run() {
    RetryPolicy<Object> again =
        RetryPolicy.builder()
            .withMaxRetries(-1)
            .withBackoff(FIRST_DELAY, MAX_DELAY)
            .withJitter(JITTER)
            .handleIf(failure -> !closing && isTransient(failure))
            .onRetry(event -> LOG.debug("Connecting anew", event.getLastException()))
            .build();
    try {
      while (!closing) {
        Failsafe.with(again).run(this::untilBroken);
        bell.await(FIRST_DELAY); // it got somewhere: what broke it may be over
      }
    } catch (FailsafeException e) {
      end(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException | RuntimeException | Error e) {
      end(e);
    }
  }

  private static boolean isTransient(Throwable failure) {
    return switch (failure) {
      case CheckFailedException _ -> false;
      case LogException _ -> true;
      case OutboxException outbox -> outbox.kind() == OutboxException.Kind.BUSY;
      default -> false;
    };
  }

  private void end(Throwable why) {
    if (closing) {
      return;
    }
    Exception stop =
        why instanceof CheckFailedException || why instanceof OutboxException
            ? (Exception) why
            : new CheckFailedException("the log's answer cannot be understood: " + why, why);
    LOG.error("Nothing more is delivered: {}", stop.getMessage(), stop);
    trouble = stop;
    stopped = true;
    listener.stopped(stop);
  }

  /** One session. Returns once it is over, if anything was decided in it; fails if nothing was. */
  private void untilBroken() throws LogException, OutboxException, InterruptedException {
    long before = decided;
    try {
      session();
    } catch (LogException | OutboxException e) {
      if (isTransient(e)) {
        report(e);
      }
      if (!isTransient(e) || decided == before) {
        throw e;
      }
    }
  }

  private void report(Exception why) {
    if (trouble == null || !reason(trouble).equals(reason(why))) {
      String reason = reason(why).isEmpty() ? "" : " (" + reason(why) + ")";
      LOG.warn("Events wait in the outbox, and are sent again: {}{}", why.getMessage(), reason);
    }
    trouble = why;
  }

  private static String reason(Exception why) {
    return why instanceof RefusedException refused ? refused.reason() : "";
  }

  private void session() throws LogException, OutboxException, InterruptedException {
    log.reconnect();
    TrustedLog trusted = log.trust();
    Session session =
        new Session(settings, log.ackCheck(settings.ack()), new EntryCheck(trusted.key()));
    Deque<Outgoing> again = new ArrayDeque<>(unfinished);
    try (EventStream stream =
        EventStream.open(log.channel(), trusted.origin(), settings.ack(), bell)) {
      while (!closing) {
        boolean received = receive(stream, session);
        if (!received && !send(stream, session, again)) {
          bell.await(session.patience().orElse(FOREVER));
        }
      }
    }
  }

  /** False if there was nothing to receive. */
  private boolean receive(EventStream stream, Session session)
      throws LogException, InterruptedException {
    Optional<RecordEventsResponse> answer = stream.poll();
    if (answer.isEmpty()) {
      return false;
    }
    List<Decision> decisions = new ArrayList<>();
    LogException failure = null;
    for (Session.Result result : session.accept(answer.get())) {
      switch (result) {
        case Session.Result.Final(Decision decision) -> {
          if (failure == null && decision.position() >= decided) {
            decisions.add(decision);
          }
        }
        case Session.Result.Again(long position, LogException why) -> {
          if (failure == null && position >= decided) {
            failure = why;
          }
        }
      }
    }
    isRefused &= decisions.isEmpty();
    if (failure == null && !isRefused) {
      trouble = null; // before anybody has a receipt
    }
    finish(decisions);
    if (failure != null) {
      isRefused = true;
      honour(failure);
      throw failure;
    }
    return true;
  }

  private void finish(List<Decision> decisions) {
    if (decisions.isEmpty()) {
      return;
    }
    decided = decisions.getLast().position() + 1;
    while (!unfinished.isEmpty() && unfinished.getFirst().stored().end() <= decided) {
      unfinished.remove();
    }
    tell(decisions);
  }

  /** What others do when they are told is not interrupted by closing. */
  private void tell(List<Decision> decisions) {
    telling.lock();
    boolean isInterrupted = Thread.interrupted();
    try {
      listener.decided(decisions);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
      telling.unlock();
    }
  }

  /** Waits as long as the log asks for, if it does, up to the longest delay. */
  private static void honour(LogException failure) throws InterruptedException {
    if (failure instanceof RefusedException refused && refused.retryDelay().isPresent()) {
      Duration asked = refused.retryDelay().get();
      Thread.sleep(asked.compareTo(MAX_DELAY) < 0 ? asked : MAX_DELAY);
    }
  }

  /** False if nothing could be sent now. */
  private boolean send(EventStream stream, Session session, Deque<Outgoing> again)
      throws OutboxException {
    if (!stream.isReady()) {
      return false;
    }
    boolean isAgain = !again.isEmpty();
    Optional<Outgoing> next = isAgain ? Optional.of(again.getFirst()) : fresh();
    if (next.isEmpty() || !session.hasRoomFor(next.get())) {
      return false;
    }
    if (isAgain) {
      again.remove();
    } else {
      held = null;
      nextToSend = next.get().stored().end();
      unfinished.add(next.get());
    }
    stream.send(next.get().run());
    session.sent(next.get());
    return true;
  }

  private Optional<Outgoing> fresh() throws OutboxException {
    if (held == null) {
      held = backlog.next(nextToSend).orElse(null);
    }
    return Optional.ofNullable(held);
  }

  /** Stops at once; what is under way is sent again by whoever opens the outbox next. */
  @Override
  public void close() {
    closing = true;
    telling.lock();
    try {
      thread.interrupt();
    } finally {
      telling.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
