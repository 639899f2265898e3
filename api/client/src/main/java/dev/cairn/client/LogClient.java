package dev.cairn.client;

import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.service.TiledLogEndpoint;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A client of one log that verifies what it is told: every checkpoint under the log's key, against
 * the remembered one and, with {@link Trust.ByPolicy}, for the quorum's cosignatures; every signed
 * receipt and every entry against such a checkpoint. Safe for several threads. All methods wait for
 * their answer; {@link #async} has them as futures.
 *
 * <p>Each call to the server has the deadline of the configuration. A call that meets an
 * unavailable server is retried by the channel, with jittered backoff, up to 5 attempts within the
 * deadline; appends too, since each carries an idempotency key. All methods throw {@link
 * LogException}: {@link UnreachableException} without an answer, {@link RefusedException} where the
 * server says no, {@link CheckFailedException} where it is not to be believed, {@link
 * MemoryException} where the memory fails.
 */
public final class LogClient implements AutoCloseable {
  /** The most bytes of an entry; the least is 1. */
  public static final int MAX_ENTRY_BYTES = 65_535;

  /** The most entries of a batch. */
  public static final int MAX_BATCH_ENTRIES = 4_096;

  /** The most proofs that are asked for at once. */
  public static final int MAX_BATCH_PROOFS = 1_024;

  // A tiled log is the only one where it is, and no key is kept for its address.
  private static final LogAddress IN_PROCESS = new LogAddress("in-process:1", "");

  private final ManagedChannel channel;
  private final Opening opening;
  private final Runnable closing;

  private LogClient(ManagedChannel channel, Opening opening, Runnable closing) {
    this.channel = channel;
    this.opening = opening;
    this.closing = closing;
  }

  /** A client with a connection of its own, made at the first call. */
  public static LogClient open(ClientConfig config) {
    ManagedChannel channel = Channels.open(config);
    return new LogClient(channel, opening(config, channel), () -> Channels.close(channel));
  }

  /**
   * A client over a channel of the caller's, who closes it and answers for its retries: an append
   * may be retried, a stream of appends may not.
   */
  public static LogClient over(ManagedChannel channel, ClientConfig config) {
    return new LogClient(channel, opening(config, channel), () -> {});
  }

  private static Opening opening(ClientConfig config, ManagedChannel channel) {
    Calls calls = new Calls(channel, config.deadline());
    return new Opening(config.address(), config.trust(), config.memory(), calls);
  }

  /**
   * A client of a log that is published as static files (C2SP tlog-tiles), anybody's: it reads,
   * proves and audits like any other, and cannot append. Nothing is read before the first call.
   *
   * <p>Every file is verified against a signed checkpoint first; a {@link CheckFailedException}
   * names the one that does not fit, or is missing. A file that cannot be had now is asked for
   * again, and then named by an {@link UnreachableException}. The log keeps no checkpoint but its
   * newest, and has no index of leaf hashes: a leaf is looked for in all tiles, from the newest
   * entry back, so that its last place is found. The log is followed by polling.
   */
  public static LogClient openTiles(TilesConfig config) {
    TiledLogReader reader = TiledLogReader.open(config.location(), config.reading());
    TiledLogEndpoint log = TiledLogEndpoint.start(reader, config.keys(), config.poll());
    Calls calls = new Calls(log.channel(), config.deadline());
    return new LogClient(
        log.channel(), new Opening(IN_PROCESS, config.trust(), config.memory(), calls), log::close);
  }

  /** The log and why its key is believed. Asks the log for its key on first use. */
  public TrustedLog trust() throws LogException {
    return log().trusted();
  }

  private VerifiedLog log() throws LogException {
    return opening.log();
  }

  /**
   * The newest checkpoint that was ever verified, with a policy: under it; the log is not asked.
   */
  public Optional<SignedCheckpoint> remembered() throws LogException {
    return log().believed().newest();
  }

  /** The log's newest checkpoint, verified and remembered. */
  public SignedCheckpoint checkpoint() throws LogException {
    return state().checkpoint();
  }

  /** The log's newest checkpoint, verified and remembered, and how far the log has come besides. */
  public LogState state() throws LogException {
    return log().state();
  }

  /** The log's witnesses in the order of its policy, by its word; none if it has no policy. */
  public List<ClaimedWitness> claimedWitnesses() throws LogException {
    return log().claimedWitnesses();
  }

  /**
   * The losses that the log has declared, the oldest first. Each is signed by the log; whether it
   * shows all of them is its word.
   */
  public List<LossStatement> losses() throws LogException {
    return log().losses();
  }

  /**
   * The checkpoint of one tree size, proved to be of one history with the remembered one.
   *
   * @throws RefusedException with {@code CHECKPOINT_NOT_FOUND} if the log keeps none of that size
   */
  public SignedCheckpoint checkpoint(long size) throws LogException {
    Positions.requireNotNegative(size);
    return log().checkpoint(size);
  }

  /**
   * The checkpoints that the log keeps, from the smallest of at least {@code minSize} on. Each one
   * costs a consistency proof. They are all that it signed: with a policy too, cosignatures are not
   * asked for.
   */
  public CheckpointCursor checkpoints(long minSize) throws LogException {
    Positions.requireNotNegative(minSize);
    return new CheckpointPages(log(), minSize);
  }

  /** The log's newest checkpoint, and each newer one as it is published; never an older one. */
  public CheckpointCursor watchCheckpoints() throws LogException {
    return new CheckpointWatch(log());
  }

  /** As {@link #append(byte[], AppendOptions)} with {@link AppendOptions#SIGNED}. */
  public Receipt append(byte[] entry) throws LogException {
    return append(entry, AppendOptions.SIGNED);
  }

  /**
   * Appends one entry.
   *
   * @param entry 1 to {@value #MAX_ENTRY_BYTES} bytes
   * @return {@link Receipt.Witnessed} or {@link Receipt.Signed}, verified, or {@link
   *     Receipt.Durable}: the level that was asked for, or a lower one where that was late
   * @throws IllegalArgumentException if the entry is empty or too large, or {@link Ack#WITNESSED}
   *     is asked for without a policy
   */
  public Receipt append(byte[] entry, AppendOptions options) throws LogException {
    return new Appends(log()).append(entry, options);
  }

  /** As {@link #appendAll(List, AppendOptions)} with {@link AppendOptions#SIGNED}. */
  public BatchReceipt appendAll(List<byte[]> entries) throws LogException {
    return appendAll(entries, AppendOptions.SIGNED);
  }

  /**
   * Appends all entries at contiguous indexes, or none. From {@link Ack#SIGNED} on all are verified
   * together, by at most two proofs.
   *
   * @param entries 1 to {@value #MAX_BATCH_ENTRIES}, each of 1 to {@value #MAX_ENTRY_BYTES} bytes,
   *     together below the server's limit on messages (1 MiB unless configured otherwise)
   * @throws IllegalArgumentException if there are too few or too many, one is empty or too large,
   *     or {@link Ack#WITNESSED} is asked for without a policy
   */
  public BatchReceipt appendAll(List<byte[]> entries, AppendOptions options) throws LogException {
    return new Appends(log()).appendAll(entries, options);
  }

  /**
   * Opens a stream of appends.
   *
   * @param ack how far an entry must have come before its outcome
   * @param maxInFlight the most entries without an outcome, at least 1
   * @throws IllegalArgumentException if that is less, or {@link Ack#WITNESSED} is asked for without
   *     a policy
   */
  public StreamAppender appendStream(Ack ack, int maxInFlight) throws LogException {
    return StreamAppender.open(log(), ack, maxInFlight);
  }

  /** The entry at an index, proved to be in the log. */
  public LoggedEntry get(long index) throws LogException {
    Positions.requireIndex(index);
    return new Reads(log()).get(index);
  }

  /**
   * The entries of {@code [start, end)}, each proved to be in the log before it is given.
   *
   * @throws IllegalArgumentException unless {@code 0 <= start <= end}
   */
  public EntryCursor entries(long start, long end) throws LogException {
    Positions.requireRange(start, end);
    return new Reads(log()).range(start, end);
  }

  /**
   * The entries from an index on, each proved to be in the log before it is given, for as long as
   * the log is there. The index may lie beyond the tree.
   */
  public EntryCursor tail(long start) throws LogException {
    Positions.requireIndex(start);
    return new Reads(log()).tail(start);
  }

  /**
   * The entries of {@code [start, end)} as the server gives them, not verified: for auditors, which
   * hash them for themselves.
   *
   * @throws IllegalArgumentException unless {@code 0 <= start <= end}
   */
  public ClaimedEntries claimedEntries(long start, long end) throws LogException {
    Positions.requireRange(start, end);
    return new Reads(log()).claimed(start, end);
  }

  /** Has the log prove, in its newest checkpoint, which leaf is at an index. */
  public Inclusion inclusion(long index) throws LogException {
    Positions.requireIndex(index);
    return new Reads(log()).inclusion(index);
  }

  /**
   * Has the log prove, in its newest checkpoint, where a leaf is: its first place, if it has
   * several.
   *
   * @throws RefusedException with {@code LEAF_HASH_NOT_FOUND} if the log does not find it, which it
   *     may not for a fresh entry
   */
  public Inclusion inclusion(Hash leafHash) throws LogException {
    return new Reads(log()).inclusion(leafHash);
  }

  /**
   * Has the log prove, all in its newest checkpoint and by one call, which leaves are at some
   * indexes.
   *
   * @param indexes 1 to {@value #MAX_BATCH_PROOFS}, in any order
   * @return the proofs in the order of the indexes, each verified
   * @throws IllegalArgumentException if there are none, or too many
   */
  public List<Inclusion> inclusions(List<Long> indexes) throws LogException {
    if (indexes.isEmpty() || indexes.size() > MAX_BATCH_PROOFS) {
      throw new IllegalArgumentException(
          indexes.size() + " indexes are not 1 to " + MAX_BATCH_PROOFS);
    }
    indexes.forEach(Positions::requireIndex);
    return new Reads(log()).inclusions(List.copyOf(indexes));
  }

  /** As {@link #inclusion(long)}, as a bundle that anyone can check offline. */
  public TlogProof prove(long index) throws LogException {
    return inclusion(index).toTlogProof();
  }

  /**
   * Admits a head that somebody else showed, such as a witness: has the log prove that it and all
   * heads admitted before are of one history, and remembers it. The log itself may well have
   * published less by now.
   *
   * @throws CheckFailedException with evidence, if the log proves no such thing
   * @throws IllegalArgumentException if another key verified the head than the trusted one
   */
  public void admit(Sighting sighting) throws LogException {
    log().admit(sighting);
  }

  /**
   * Has the log prove that the tree of one head is a prefix of the tree of another. Both are heads
   * that it signed: that it has no such sizes is no answer, and fails the check.
   *
   * @return the proof (RFC 6962 §2.1.2), verified
   */
  public List<Hash> consistency(TreeHead first, TreeHead second) throws LogException {
    if (first.size() > second.size()) {
      throw new IllegalArgumentException("size " + first.size() + " is above " + second.size());
    }
    return log().proofs().consistency(first, second);
  }

  /**
   * What verifies the outcomes of a stream that another service of the log answers as its stream of
   * appends is answered.
   *
   * @param ack how far an entry must have come before its outcome
   * @throws IllegalArgumentException if it is {@link Ack#WITNESSED} and there is no policy
   */
  public AckCheck ackCheck(Ack ack) throws LogException {
    log().standard().requireVerifiable(ack);
    return new AckCheck(log());
  }

  /**
   * The connection, for the log's other services. What comes over it is not verified, and it is
   * closed with this client.
   */
  public Channel channel() {
    return channel;
  }

  /**
   * The longest that one call may take, and the longest silence of a stream that owes an answer.
   */
  public Duration deadline() {
    return opening.deadline();
  }

  /**
   * Has the next call make a new connection: at once, not after the channel's own delay, which
   * grows to two minutes; and even if the old one seems to be there, since it may be dead without a
   * word. Calls under way keep the old one. For callers that wait between attempts themselves.
   */
  public void reconnect() {
    channel.enterIdle();
    channel.resetConnectBackoff();
  }

  /** The same methods as futures. */
  public AsyncLogClient async() {
    return new AsyncLogClient(this);
  }

  /**
   * Waits until the log can be reached, for one deadline at the longest; the channel tries to
   * connect with backoff.
   *
   * @throws UnreachableException if it still cannot be
   */
  public void awaitReachable() throws LogException {
    opening.awaitReachable();
  }

  /** Closes the connection, if it is the client's own; calls under way fail. */
  @Override
  public void close() {
    closing.run();
  }
}
