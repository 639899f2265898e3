package dev.cairn.witness;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.WitnessAnswer.Conflict;
import dev.cairn.witness.WitnessAnswer.Cosigned;
import dev.cairn.witness.WitnessAnswer.Refused;
import dev.cairn.witness.WitnessAnswer.Stopped;
import dev.cairn.witness.store.CosignedNote;
import dev.cairn.witness.store.NewLog;
import dev.cairn.witness.store.StoreException;
import dev.cairn.witness.store.StoredLog;
import dev.cairn.witness.store.WitnessStore;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness: the rule, applied to what is stored. Each head is compared and replaced durably, and
 * only then signed. Safe for many threads.
 */
public final class Witness implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Witness.class);

  // Whoever loses a race is too old by then, and hears so at the second try.
  private static final int TRIES = 4;
  private static final long REPORT_NANOS = 10_000_000_000L;

  private final WitnessStore store;
  private final KnownLogs logs;
  private final Cosigner cosigner;
  private final SubtreeSigner subtrees;
  private final AtomicLong nextReport = new AtomicLong(System.nanoTime());

  /**
   * A witness over a store.
   *
   * @param store closed with the witness
   * @param keys the keys that cosign, at least one, all of cosigners' types
   * @param clock what the cosignatures' times come from
   */
  public Witness(WitnessStore store, List<SigningKey> keys, InstantSource clock) {
    this.store = store;
    this.logs = new KnownLogs(store);
    this.cosigner = new Cosigner(keys, clock);
    this.subtrees = new SubtreeSigner(cosigner);
  }

  /** Decides on a request and, if it may be, cosigns it. Blocks until the head is durable. */
  public WitnessAnswer addCheckpoint(AddCheckpointRequest request) {
    try {
      store.requireWritable();
      return decide(request, OriginHash.of(request.origin()));
    } catch (StoreException | DateTimeException e) {
      report(request.origin(), e);
      return new Stopped(String.valueOf(e.getMessage()));
    }
  }

  /** Tells the operator, but not with every request. */
  private void report(String origin, RuntimeException problem) {
    long now = System.nanoTime();
    long due = nextReport.get();
    if (now - due >= 0 && nextReport.compareAndSet(due, now + REPORT_NANOS)) {
      LOG.error("Nothing is cosigned for {}: {}", origin, problem.getMessage());
    }
  }

  private WitnessAnswer decide(AddCheckpointRequest request, Hash originHash) {
    long knownSize = 0;
    for (int i = 0; i < TRIES; i++) {
      long before = cosigner.now();
      Optional<KnownLog> found = logs.find(originHash);
      if (found.isEmpty()) {
        return unknown(request.origin());
      }
      KnownLog log = found.get();
      knownSize = log.head().size();
      switch (new WitnessRule(log.key()).decide(log.head(), request)) {
        case Decision.Conflict conflict -> {
          return new Conflict(conflict.knownSize());
        }
        case Decision.Refused refused -> {
          return new Refused(refused.reason(), refused.message());
        }
        case Decision.Cosign cosign -> {
          if (cosign.next().equals(log.head())) {
            // Durable already. A larger head may come to be cosigned while this one is signed, but
            // not with an earlier time: it is the largest at the time that it is signed for.
            return sign(originHash, cosign.checkpoint(), before);
          }
          if (replace(log, cosign.checkpoint())) {
            return sign(originHash, cosign.checkpoint(), cosigner.now());
          }
        }
      }
    }
    return new Conflict(knownSize);
  }

  private static Refused unknown(String origin) {
    return new Refused(Decision.Reason.UNKNOWN_ORIGIN, "log " + origin + " is not known");
  }

  private boolean replace(KnownLog log, SignedCheckpoint next) {
    KnownLog replaced = log.with(next);
    StoredLog stored = log.stored();
    if (!store.replaceHead(stored.originHash(), stored.head(), replaced.stored().head())) {
      return false;
    }
    logs.remember(replaced);
    return true;
  }

  // ═══ Only what is durable comes here: a crash from now on loses an answer, and nothing else ═══
  private Cosigned sign(Hash originHash, SignedCheckpoint checkpoint, long unixSeconds) {
    Cosigner.Signed signed = cosigner.sign(checkpoint, unixSeconds);
    store.keepCosigned(originHash, signed.note());
    return new Cosigned(signed.lines());
  }

  /**
   * Signs a subtree of a checkpoint that this witness has cosigned. Nothing is remembered.
   *
   * @throws StoreException if the store cannot be read
   */
  public SubtreeAnswer signSubtree(SubtreeRequest request) {
    if (store.log(OriginHash.of(request.origin())).isEmpty()) {
      return new SubtreeAnswer.Refused(
          SubtreeAnswer.Reason.UNKNOWN_ORIGIN, unknown(request.origin()).message());
    }
    return subtrees.sign(request);
  }

  /** The keys that it cosigns with. */
  public List<VerifierKey> keys() {
    return cosigner.verifierKeys();
  }

  /**
   * The largest head of a log that was ever cosigned; {@link TreeHead#EMPTY} if none, or if the log
   * is not known.
   *
   * @throws StoreException if what is stored does not verify
   */
  public TreeHead known(String origin) {
    return logs.find(OriginHash.of(origin)).map(KnownLog::head).orElse(TreeHead.EMPTY);
  }

  /**
   * The key that is trusted for an origin; empty if the log is not known.
   *
   * @throws StoreException if what is stored does not verify
   */
  public Optional<VerifierKey> log(String origin) {
    return logs.find(OriginHash.of(origin)).map(KnownLog::key);
  }

  /** Why nothing is cosigned any more, in one line; empty as long as all is well. */
  public Optional<String> problem() {
    try {
      store.requireWritable();
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The number of logs. */
  public long logCount() {
    return store.logCount();
  }

  /**
   * The first logs in ascending order of the hashes of their origins.
   *
   * @param limit the most to return, at least 1
   * @throws StoreException if what is stored of one of them does not verify
   */
  public List<LogStatus> logs(int limit) {
    return store.logs(limit).stream().map(this::status).toList();
  }

  /**
   * The logs that follow one in ascending order of the hashes of their origins.
   *
   * @param originHash where to go on from; no log needs to have it
   * @param limit the most to return, at least 1
   * @throws StoreException if what is stored of one of them does not verify
   */
  public List<LogStatus> logsAfter(Hash originHash, int limit) {
    return store.logsAfter(originHash, limit).stream().map(this::status).toList();
  }

  private LogStatus status(StoredLog stored) {
    KnownLog log = KnownLog.open(stored);
    Optional<CosignedNote> shown = store.cosigned(stored.originHash());
    return new LogStatus(
        log.key(),
        log.head(),
        shown.isPresent() ? OptionalLong.of(shown.get().unixSeconds()) : OptionalLong.empty());
  }

  /**
   * The newest cosigned checkpoint of a log, with the signatures of the log and the witness; empty
   * if none was ever cosigned.
   *
   * @param originHash SHA-256 of the log's origin, as {@link OriginHash} computes it
   * @throws StoreException if the store cannot be read, or what is stored does not verify
   */
  public Optional<SignedNote> cosigned(Hash originHash) {
    Optional<CosignedNote> shown = store.cosigned(originHash);
    Optional<KnownLog> log = logs.find(originHash);
    if (log.isPresent() && problem().isEmpty()) {
      long shownSize = shown.isPresent() ? shown.get().size() : 0;
      if (log.get().head().size() > shownSize) {
        // The process ended between keeping the head and keeping what to show of it.
        return Optional.of(cosignAgain(originHash, log.get()));
      }
    }
    return shown.map(kept -> parse(originHash, kept.note()));
  }

  private SignedNote cosignAgain(Hash originHash, KnownLog log) {
    SignedCheckpoint checkpoint = log.checkpoint();
    return checkpoint.note().with(sign(originHash, checkpoint, cosigner.now()).lines());
  }

  private static SignedNote parse(Hash originHash, String note) {
    try {
      return SignedNote.parse(note.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedException e) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "the cosigned checkpoint of the log " + originHash.toHex() + " is damaged",
          e);
    }
  }

  /**
   * Adds logs, durably. None is ever removed, and no log's key ever changes.
   *
   * @param keys the keys to trust, each for the origin that is its name
   * @throws StoreException if they cannot be written, or what is stored does not verify
   */
  public LogsAdded addLogs(Collection<VerifierKey> keys) {
    Map<Hash, String> added = new LinkedHashMap<>();
    List<VerifierKey> refused = new ArrayList<>();
    for (VerifierKey key : keys) {
      Hash originHash = OriginHash.of(key.name());
      Optional<StoredLog> known = store.log(originHash);
      String vkey = key.toString();
      if (isOwn(key) || !cosigner.covers(key)) {
        refused.add(key);
      } else if (known.isPresent()) {
        if (!known.get().vkey().equals(vkey)) {
          refused.add(key);
        }
      } else if (!added.computeIfAbsent(originHash, _ -> vkey).equals(vkey)) {
        refused.add(key);
      }
    }
    List<NewLog> logs = new ArrayList<>();
    added.forEach((originHash, vkey) -> logs.add(new NewLog(originHash, vkey)));
    return new LogsAdded(store.addLogs(logs), refused);
  }

  private boolean isOwn(VerifierKey key) {
    return cosigner.verifierKeys().stream().anyMatch(key::hasSameKeyAs);
  }

  /** Lets the requests under way become durable, and closes the store. */
  @Override
  public void close() {
    store.close();
  }
}
