package dev.cairn.recorder;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.event.EventBytes;
import dev.cairn.event.EventRules;
import dev.cairn.event.FieldProblem;
import dev.cairn.recorder.delivery.Backlog;
import dev.cairn.recorder.delivery.Delivery;
import dev.cairn.recorder.delivery.DeliverySettings;
import dev.cairn.recorder.delivery.EventReceipt;
import dev.cairn.recorder.outbox.DeadLetter;
import dev.cairn.recorder.outbox.DeadLetters;
import dev.cairn.recorder.outbox.Outbox;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.recorder.outbox.OutboxSize;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.SigningKey;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Records the audit events of one service: durably in an outbox of its own at once, and from there
 * in the log, in order, each verified. Safe for several threads.
 *
 * <p>No event is lost: it is acknowledged, in the outbox, a dead letter, or its future has failed.
 * Futures complete on the client's own threads, in the order of the events: what is attached to
 * them holds back those that follow.
 *
 * <p>Where a future fails, it is with {@link OutboxFullException} or {@link OutboxException} if the
 * event is not recorded; {@link dev.cairn.client.RefusedException} if it is a dead letter now;
 * {@link NotYetLoggedException} if it is in the outbox and not waited for any more; {@link
 * dev.cairn.client.CheckFailedException} if it is in the outbox and stays there, because the log is
 * not to be believed; with what {@link #trouble} says if {@link Pressure#FAIL} is chosen and
 * nothing can be delivered; and with {@link IllegalStateException} if the event is not recorded
 * because the client itself failed.
 */
public final class AuditClient implements EventSink, AutoCloseable {
  private final AuditClientConfig config;
  private final EventRules rules = new EventRules();
  private final EventIds ids = new EventIds();
  private final LogClient log;
  private final Outbox outbox;
  private final DeadLetters letters;
  private final Ledger ledger;
  private final Admission admission;
  private final Receipts receipts;
  private final Writer writer;
  private final Delivery delivery;
  private volatile boolean closed;

  private AuditClient(AuditClientConfig config, LogClient log, Outbox outbox)
      throws OutboxException {
    this.config = config;
    this.log = log;
    this.outbox = outbox;
    this.letters = DeadLetters.open(outbox.folder());
    this.ledger = new Ledger(outbox.size().events());
    this.admission = new Admission(config.memory().waitingEvents(), config.memory().waitingBytes());
    this.receipts = new Receipts(config.memory().receipts());
    Backlog backlog =
        new Backlog(outbox::read, outbox.nextPosition(), config.memory().backlogBytes());
    this.writer = new Writer(config, outbox, backlog, ledger, admission, receipts);
    DeliverySettings settings =
        new DeliverySettings(
            config.ack(), config.log().deadline(), config.memory().inFlightEvents());
    this.delivery =
        Delivery.start(
            log, settings, backlog, outbox.settled(), new Outcomes(ledger, receipts, writer));
    writer.start(delivery::wake);
  }

  /**
   * Opens the outbox, and begins to deliver what an earlier life has left in it. The log need not
   * be there.
   *
   * @throws OutboxException if the folder is in use, or its outbox is damaged
   * @throws IllegalArgumentException if the outbox belongs to another producer, or its events are
   *     sealed by another key than the given one
   */
  public static AuditClient open(AuditClientConfig config) throws OutboxException {
    return open(config, LogClient.open(config.log()));
  }

  /** As {@link #open(AuditClientConfig)}, over a channel of the caller's, who closes it. */
  public static AuditClient over(ManagedChannel channel, AuditClientConfig config)
      throws OutboxException {
    return open(config, LogClient.over(channel, config.log()));
  }

  private static AuditClient open(AuditClientConfig config, LogClient log) throws OutboxException {
    Optional<Outbox> opened = Optional.empty();
    boolean done = false;
    try {
      Outbox outbox = Outbox.open(config.folder(), config.limits(), config.clock());
      opened = Optional.of(outbox);
      requireSameProducer(config, outbox);
      AuditClient client = new AuditClient(config, log, outbox);
      done = true;
      return client;
    } finally {
      if (!done) {
        log.close();
        if (opened.isPresent()) {
          opened.get().close();
        }
      }
    }
  }

  private static void requireSameProducer(AuditClientConfig config, Outbox outbox) {
    String vkey = outbox.chain().vkey();
    if (config.key().isPresent() && !vkey.isEmpty()) {
      String given = config.key().get().verifierKey().toString();
      if (!given.equals(vkey)) {
        throw new IllegalArgumentException(
            "the events in "
                + outbox.folder()
                + " are sealed by "
                + vkey
                + ", not by "
                + given
                + ": open the client with that key, and change it by rotateKey");
      }
    }
  }

  /**
   * Records an event. One without an ID gets a UUID of version 7, one without a time the time now.
   * With {@link Pressure#FAIL} it never waits; else it waits while memory is full, up to the
   * patience.
   *
   * @return completes with the verified receipt once the log has the event
   * @throws InvalidEventException if the event breaks a rule
   * @throws IllegalStateException if the client is closed
   */
  @Override
  public CompletableFuture<EventReceipt> record(AuditEvent event) {
    return offer(event, true, Optional.empty()).receipt();
  }

  /**
   * As {@link #record}, for those who need not know when the log has it.
   *
   * @return completes once the event is durable in the outbox: the service may go on, and may die
   */
  public CompletableFuture<Void> spool(AuditEvent event) {
    return offer(event, false, Optional.empty()).spooled();
  }

  /**
   * Records the event of a dead letter again, with a new place in the chain; the letter is dropped
   * once that is durable.
   *
   * @throws IllegalArgumentException if there is no such letter, or the client itself made the
   *     event
   * @throws InvalidEventException if the event breaks a rule
   */
  public CompletableFuture<EventReceipt> replay(long letter) throws OutboxException {
    DeadLetter found =
        letters
            .find(letter)
            .orElseThrow(() -> new IllegalArgumentException("there is no dead letter " + letter));
    if (OwnEvents.isOwn(found.event())) {
      throw new IllegalArgumentException(
          "dead letter " + letter + " is of the client's own making");
    }
    return offer(found.event(), true, Optional.of(letter)).receipt();
  }

  private Offer offer(AuditEvent event, boolean wantsReceipt, Optional<Long> letter) {
    if (closed) {
      throw new IllegalStateException("the audit client is closed");
    }
    ByteString bytes = valid(event);
    long patience = config.pressure() == Pressure.FAIL ? 0 : config.patience().toNanos();
    Offer offer = Offer.of(bytes, wantsReceipt, System.nanoTime() + patience, letter);
    ledger.offered();
    Optional<Exception> trouble = delivery.trouble();
    if (config.pressure() == Pressure.FAIL && trouble.isPresent()) {
      refuse(offer, trouble.get());
    } else if (admission.enter(offer.bytes(), patience)) {
      writer.add(new Task.Spool(offer));
    } else {
      refuse(offer, new OutboxFullException("too many events wait to be spooled"));
    }
    return offer;
  }

  private void refuse(Offer offer, Exception why) {
    ledger.failed();
    offer.fail(why);
  }

  private ByteString valid(AuditEvent event) {
    AuditEvent complete = complete(event);
    List<FieldProblem> problems = rules.check(complete);
    if (!problems.isEmpty()) {
      throw new InvalidEventException(problems);
    }
    ByteString bytes = complete.toByteString();
    try {
      AuditEvent _ = EventBytes.parse(bytes); // the log's parser refuses what this one does
    } catch (MalformedException e) {
      throw new InvalidEventException(
          List.of(new FieldProblem("", String.valueOf(e.getMessage()))));
    }
    return bytes;
  }

  private AuditEvent complete(AuditEvent event) {
    if (!event.getId().isEmpty() && event.hasOccurredTime()) {
      return event;
    }
    Instant now = config.clock().instant();
    AuditEvent.Builder complete = event.toBuilder();
    if (event.getId().isEmpty()) {
      complete.setId(ids.next(now.toEpochMilli()));
    }
    if (!event.hasOccurredTime()) {
      complete.setOccurredTime(AuditEvents.timestamp(now));
    }
    return complete.build();
  }

  /**
   * Names another key of the same producer in the log, and seals with it from the next event on.
   * The client must be opened with the new key from then on.
   *
   * @return completes once the log has the event that names it
   * @throws IllegalArgumentException if events are not sealed, or the key has another name or type
   */
  public CompletableFuture<EventReceipt> rotateKey(SigningKey next) {
    AuditClientConfig.checkProducerKey(next);
    String producer = config.key().map(key -> key.verifierKey().name()).orElse("");
    if (!producer.equals(next.verifierKey().name())) {
      throw new IllegalArgumentException(
          next.verifierKey().identity() + " is no key of producer \"" + producer + "\"");
    }
    CompletableFuture<EventReceipt> receipt = new CompletableFuture<>();
    writer.add(new Task.Rotate(next, receipt));
    return receipt;
  }

  /**
   * Waits until all events that were offered before have their outcome.
   *
   * @return whether they have; false once the timeout is over
   */
  public boolean flush(Duration timeout) throws InterruptedException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    writer.add(new Task.Flush(done));
    try {
      done.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a flush never fails", e);
    }
  }

  /** What became of all events so far. */
  public Counters counters() {
    return ledger.counters();
  }

  /** How much waits in the outbox. */
  public OutboxSize outboxSize() {
    return outbox.size();
  }

  /** What the log refused for good. */
  public DeadLetters deadLetters() {
    return letters;
  }

  /** The client of the log that all is verified by: to prove later what was recorded. */
  public LogClient log() {
    return log;
  }

  /**
   * Why nothing can be delivered now: a {@link LogException}, or an {@link OutboxException} if the
   * outbox cannot be read. Empty while events reach the log, and before it was tried.
   */
  public Optional<Exception> trouble() {
    return delivery.trouble();
  }

  /** As {@link #close(Duration)}, with the deadline of the log's configuration. */
  @Override
  public void close() throws OutboxException {
    close(config.log().deadline());
  }

  /**
   * Takes no more events, delivers what waits, up to a timeout, and leaves the rest in the outbox
   * for the next client of the folder. Whoever still waits for a receipt is told {@link
   * NotYetLoggedException}.
   */
  public void close(Duration timeout) throws OutboxException {
    if (closed) {
      return;
    }
    closed = true;
    boolean isInterrupted = false;
    try {
      if (!delivery.isStopped()) {
        drain(timeout);
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    delivery.close();
    isInterrupted |= !stopWriter();
    receipts.stop(
        new NotYetLoggedException("the event is in the outbox; the audit client was closed"));
    log.close();
    letters.close();
    outbox.close();
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Also what is made meanwhile: a refusal brings an event that explains it. */
  private void drain(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    boolean isFlushed;
    do {
      isFlushed = flush(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    } while (isFlushed && outbox.size().events() > 0);
  }

  private boolean stopWriter() {
    try {
      writer.stop();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
