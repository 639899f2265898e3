package dev.cairn.server.intake;

import java.util.List;

/** Why a request gets no answer; each kind is one line of the table in log.proto. */
public sealed interface Refusal {

  /** Fields break the contract's rules. */
  record InvalidRequest(List<FieldViolation> violations) implements Refusal {}

  /** One field and the rule that it breaks. */
  record FieldViolation(String field, String description) {}

  /** No such log here. */
  record LogNotFound(String message) implements Refusal {}

  /** An index or a size beyond the tree, whose size is given. */
  record BeyondTree(String field, long value, long treeSize) implements Refusal {}

  /** No entry of that leaf hash among the first {@code indexedSize}. */
  record LeafHashNotFound(long indexedSize) implements Refusal {}

  /** The index of leaf hashes has failed; all else is served. */
  record IndexStopped() implements Refusal {}

  /** No checkpoint of that size is kept. */
  record CheckpointNotFound(long size) implements Refusal {}

  /** The witnesses' quorum has not cosigned in time. */
  record QuorumLate(long waitedMillis) implements Refusal {}

  /** The idempotency key belongs to other bytes, at this index. */
  record KeyReused(long firstIndex) implements Refusal {}

  /** The log's queue is full. */
  record QueueFull() implements Refusal {}

  /** The log's storage is full. */
  record StoreFull() implements Refusal {}

  /** The server has as many calls as it takes. */
  record TooManyCalls(int limit) implements Refusal {}

  /** The caller's address has as many calls as it may have. */
  record TooManyCallsOfPeer(int limit) implements Refusal {}

  /**
   * As much is in memory for callers, or for this one's address, as may be.
   *
   * @param of what there is too much of
   */
  record TooManyBytes(String of) implements Refusal {}

  /** The server is shutting down. */
  record ShuttingDown() implements Refusal {}

  /** The log accepts nothing more; the append may or may not be durable. */
  record LogStopped(String reason, boolean mayBeDurable) implements Refusal {}

  /** The log was started to be read only. */
  record LogReadOnly(String reason) implements Refusal {}

  /** The source has used the event's ID for another event, at this index. */
  record EventIdReused(long index) implements Refusal {}

  /** A run's signature, or the chain in it, does not fit. */
  record SealInvalid(String message) implements Refusal {}

  /** The producer has not logged the key that sealed the run. */
  record ProducerUnknown(String producer) implements Refusal {}

  /** The log follows as many producers as it can. */
  record ProducersFull() implements Refusal {}

  /** More events of a stream are unacknowledged than the server granted. */
  record CreditExceeded(int credit) implements Refusal {}

  /** No such event. */
  record EventNotFound(String message) implements Refusal {}

  /** A filter cannot be read; the position counts its characters from 0. */
  record FilterInvalid(String message, int position) implements Refusal {}

  /** A page token is not one of this search. */
  record PageTokenInvalid() implements Refusal {}

  /** The index of events has failed; all else is served. */
  record SearchStopped() implements Refusal {}

  /** The store's bytes do not fit the tree. */
  record StoreCorrupt(String message) implements Refusal {}
}
