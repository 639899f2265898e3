package dev.cairn.server.witness;

import dev.cairn.server.publish.HeadBoard;
import dev.cairn.server.publish.HeadMemory;
import dev.cairn.server.stop.StopCause;
import dev.cairn.server.thread.Threads;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.PolicyWitness;
import dev.cairn.tree.policy.WitnessPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a log's published heads cosigned, one candidate after the other. A candidate is witnessed as
 * soon as the quorum has cosigned it: then it is remembered, and only then visible to anyone.
 */
public final class Witnessing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);

  private final Threads threads;
  private final VerifierKey log;
  private final LogHistory history;
  private final HeadMemory memory;
  private final WitnessTiming timing;
  private final Consumer<SignedCheckpoint> record;
  private final Consumer<StopCause> stop;
  private final HeadBoard board;
  private final WitnessLinks links;
  private final Backoff backoff;
  private final Thread thread;
  private final CompletableFuture<Void> cleared = new CompletableFuture<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private final List<WitnessPeer> peers = new ArrayList<>();
  private final Set<PolicyWitness> heard = new HashSet<>();
  private final Deque<Candidate> complete = new ArrayDeque<>(); // to be remembered; a few at most
  private WitnessPolicy policy;
  private Candidate candidate;
  private long largestShown; // also under earlier policies: what is shown never gets smaller
  private boolean demandsAnswers;
  private boolean closing;

  /**
   * Prepares to ask the witnesses of a policy.
   *
   * @param log the log's key; the policy's quorum can be met by witnesses that have URLs
   * @param witnessed the newest witnessed checkpoint so far, of the log's own history
   * @param memory remembers each witnessed checkpoint
   * @param record told each checkpoint whenever it has got cosignatures
   * @param readers runs what waits for a checkpoint
   * @param stop told why, if the log must sign nothing more
   */
  public Witnessing(
      VerifierKey log,
      WitnessSettings settings,
      LogHistory history,
      Optional<SignedCheckpoint> witnessed,
      HeadMemory memory,
      Consumer<SignedCheckpoint> record,
      Executor readers,
      Consumer<StopCause> stop) {
    this(
        Threads.VIRTUAL,
        new HttpLinks(settings.timing().timeout()),
        Backoff.DEFAULT,
        log,
        settings,
        history,
        witnessed,
        memory,
        record,
        readers,
        stop);
  }

  Witnessing(
      Threads threads,
      WitnessLinks links,
      Backoff backoff,
      VerifierKey log,
      WitnessSettings settings,
      LogHistory history,
      Optional<SignedCheckpoint> witnessed,
      HeadMemory memory,
      Consumer<SignedCheckpoint> record,
      Executor readers,
      Consumer<StopCause> stop) {
    this.threads = threads;
    this.links = links;
    this.backoff = backoff;
    this.log = log;
    this.policy = settings.policy();
    this.timing = settings.timing();
    this.history = history;
    this.memory = memory;
    this.record = record;
    this.stop = stop;
    this.board = new HeadBoard(witnessed.filter(this::claimsQuorum), readers);
    this.candidate = new Candidate(history.newest(), threads.nanoTime());
    this.largestShown = witnessed.map(shown -> shown.head().size()).orElse(-1L);
    this.thread = threads.unstarted("witnesses " + log.name(), this::run);
  }

  /**
   * Lets only those witnesses count as heard that have said what they remember of the log, and
   * clears nothing without any: for a log that was restored. To be called before the start.
   */
  public void demandAnswers() {
    lock.lock();
    try {
      demandsAnswers = true;
    } finally {
      lock.unlock();
    }
  }

  /** Starts to ask the witnesses, first of all for the newest published head. */
  public void start() {
    thread.start();
    use(policy);
  }

  /**
   * Goes over to another policy. Witnesses that are in both go on undisturbed; the head that is
   * shown is withdrawn until it is witnessed by the new quorum.
   */
  public void use(WitnessPolicy next) {
    lock.lock();
    try {
      policy = next;
      for (WitnessPeer peer : List.copyOf(peers)) {
        if (!next.witnesses().contains(peer.witness())) {
          peer.close();
          peers.remove(peer);
        }
      }
      heard.retainAll(next.witnesses());
      candidate.keepOnly(next.witnesses());
      if (board.newest().isPresent() && !claimsQuorum(board.newest().get())) {
        board.withdraw();
      }
      next.witnesses().forEach(this::begin);
      completeWithQuorum(candidate);
      clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void begin(PolicyWitness witness) {
    if (witness.url().isEmpty() || peers.stream().anyMatch(p -> p.witness().equals(witness))) {
      return;
    }
    WitnessLink link = links.to(witness.url().get());
    WitnessExchange exchange =
        new WitnessExchange(witness, link, history, new ForeignHistory(log, history));
    WitnessPeer peer = new WitnessPeer(threads, witness, log.name(), this, exchange, backoff);
    peers.add(peer);
    peer.start();
  }

  /**
   * Completed once the witnesses that were heard make a quorum, and none knows a head that the log
   * does not have. Until then the log must sign nothing.
   */
  public CompletableFuture<Void> cleared() {
    return cleared.copy();
  }

  /** Shows the witnessed heads. */
  public HeadBoard board() {
    return board;
  }

  /**
   * The first witnessed checkpoint of at least {@code size}; waiting for it causes it.
   *
   * @param size at most the size that is published or being published
   */
  public CompletableFuture<SignedCheckpoint> await(long size) {
    CompletableFuture<SignedCheckpoint> checkpoint = board.await(size);
    if (!checkpoint.isDone()) {
      published();
    }
    return checkpoint;
  }

  /** How long an append waits for a quorum, and whom for. */
  public WitnessTiming timing() {
    return timing;
  }

  /** Whether a kept note claims a quorum's cosignatures; they were verified when it was kept. */
  public boolean claimsQuorum(SignedCheckpoint kept) {
    Set<PolicyWitness> claimed = new HashSet<>();
    WitnessPolicy current = policy();
    for (PolicyWitness witness : current.witnesses()) {
      if (kept.note().signatures().stream().anyMatch(witness::claims)) {
        claimed.add(witness);
      }
    }
    return current.isQuorum(claimed);
  }

  /** Whether the policy's quorum asks for any witness. */
  public boolean needsWitnesses() {
    return policy().needsWitnesses();
  }

  private WitnessPolicy policy() {
    lock.lock();
    try {
      return policy;
    } finally {
      lock.unlock();
    }
  }

  /** How each witness keeps up, in the policy's order. */
  public List<WitnessStatus> status() {
    lock.lock();
    try {
      return peers.stream().map(WitnessPeer::status).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that a checkpoint was published. */
  public void published() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!isClosing()) {
        next().ifPresent(this::remember);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("Witnessing of {} stops", log.name(), e);
      stop.accept(StopCause.of("heads can no longer be witnessed", e));
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something to do: a head that has its quorum, or else for the time to choose another
   * candidate, which it does.
   *
   * @return a head to be remembered and shown; empty also at the end
   */
  private Optional<Candidate> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (complete.isEmpty() && !closing) {
        long wait = nanosToNext();
        if (wait <= 0) {
          choose();
          return Optional.empty();
        }
        threads.awaitNanos(changed, wait);
      }
      return closing ? Optional.empty() : Optional.of(complete.remove());
    } finally {
      lock.unlock();
    }
  }

  private void choose() {
    SignedCheckpoint newest = history.newest();
    long now = threads.nanoTime();
    candidate =
        newest.head().size() == candidate.size()
            ? candidate.again(now)
            : new Candidate(newest, now);
    completeWithQuorum(candidate);
    changed.signalAll();
  }

  private long nanosToNext() {
    long age = threads.nanoTime() - candidate.sinceNanos();
    return patience(age).toNanos() - age;
  }

  /** How old the candidate gets before another one takes its place. */
  private Duration patience(long ageNanos) {
    if (history.newest().head().size() == candidate.size()) {
      return timing.refresh();
    }
    if (!candidate.isWitnessed()
        && ageNanos < timing.timeout().toNanos()
        && !(candidate.isDeclined() && isHopeless(candidate))) {
      return timing.timeout();
    }
    return board.isAwaited() ? timing.minInterval() : timing.leisure();
  }

  /** Whether those who may still cosign soon cannot make a quorum with those who have. */
  private boolean isHopeless(Candidate head) {
    Set<PolicyWitness> possible = new HashSet<>(head.cosigners());
    for (WitnessPeer peer : peers) {
      if (head.isOpenTo(peer.witness()) && !peer.isInTrouble()) {
        possible.add(peer.witness());
      }
    }
    return !policy.isQuorum(possible);
  }

  /** The candidate, as soon as there is one that this witness is to be asked for. */
  Candidate next(PolicyWitness witness) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!candidate.isOpenTo(witness)) {
        changed.await();
      }
      return candidate;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a verified cosignature; a late one too, for as long as its witness is in the policy. */
  void accept(PolicyWitness witness, Candidate cosigned, NoteSignature line) {
    lock.lock();
    try {
      if (closing || !policy.witnesses().contains(witness)) {
        return;
      }
      cosigned.add(witness, line);
      if (cosigned.isWitnessed()) {
        show(cosigned);
      } else {
        completeWithQuorum(cosigned);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void completeWithQuorum(Candidate head) {
    if (!head.isWitnessed() && policy.isQuorum(head.cosigners()) && head.claim()) {
      complete.add(head);
    }
  }

  /** On the one thread that does so, and without the lock: it waits for a disk. */
  private void remember(Candidate head) {
    SignedCheckpoint cosigned;
    boolean isNewest;
    lock.lock();
    try {
      if (!policy.isQuorum(head.cosigners())) {
        return; // the policy has changed meanwhile
      }
      cosigned = head.cosigned();
      // An older head that got its quorum late must not take the place of a newer one.
      isNewest = head.size() >= largestShown;
    } finally {
      lock.unlock();
    }
    if (isNewest) {
      memory.remember(cosigned);
    }
    // Remembered: no later start shows an older witnessed head. Now it may be seen.
    lock.lock();
    try {
      if (policy.isQuorum(head.cosigners())) {
        head.becomeWitnessed();
        show(head);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void show(Candidate head) {
    SignedCheckpoint cosigned = head.cosigned();
    record.accept(cosigned);
    if (head.size() >= largestShown) {
      largestShown = head.size();
      board.show(cosigned);
    }
  }

  /** The candidate will never get this witness's cosignature; a newer one may. */
  void declined(PolicyWitness witness, Candidate old) {
    lock.lock();
    try {
      old.decline(witness);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The witness has answered, but not said what it remembers of the log. */
  void refused(PolicyWitness witness) {
    lock.lock();
    try {
      if (!demandsAnswers) {
        heard(witness);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The witness has said what it remembers of the log, and the log has it. */
  void heard(PolicyWitness witness) {
    lock.lock();
    try {
      heard.add(witness);
      clear();
    } finally {
      lock.unlock();
    }
  }

  private void clear() {
    boolean asksNobody = demandsAnswers && policy.isQuorum(Set.of());
    if (!cleared.isDone() && !asksNobody && policy.isQuorum(heard)) {
      cleared.complete(null);
    }
  }

  void foreign(PolicyWitness witness, String reason) {
    String because = "witness " + witness.name() + ": " + reason;
    if (!cleared.completeExceptionally(new ForeignHistoryException(because))) {
      stop.accept(StopCause.otherHistory(because));
    }
  }

  /** Asks no witness any more, and returns when nothing is being remembered. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      peers.forEach(WitnessPeer::close);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(); // an interrupt would close the file that it may be writing
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    board.end();
    links.close();
  }
}
