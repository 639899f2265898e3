package dev.cairn.client;

/**
 * What is asked of an append.
 *
 * @param ack how far the entry must have come before the answer
 * @param idempotencyKey remembered by the log for its lifetime, at most 128 bytes of UTF-8: an
 *     append with a key that was used before appends nothing and gives the first one's index.
 *     Empty: the client makes a random one of 22 characters, so that the channel can retry the
 *     append without appending twice; only a stream of appends then goes without.
 */
public record AppendOptions(Ack ack, String idempotencyKey) {
  /** Wait for a witnessed checkpoint; with a key made by the client, which must have a policy. */
  public static final AppendOptions WITNESSED = new AppendOptions(Ack.WITNESSED, "");

  /** Wait for a signed checkpoint; with a key made by the client. */
  public static final AppendOptions SIGNED = new AppendOptions(Ack.SIGNED, "");

  /** Wait for stable storage only; with a key made by the client. */
  public static final AppendOptions DURABLE = new AppendOptions(Ack.DURABLE, "");

  /** The same with an idempotency key of the caller's. */
  public AppendOptions withKey(String idempotencyKey) {
    return new AppendOptions(ack, idempotencyKey);
  }
}
