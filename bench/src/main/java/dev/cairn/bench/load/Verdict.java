package dev.cairn.bench.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** Listens for the one answer to a unary call, and for its end. */
abstract class Verdict extends ClientCall.Listener<byte[]> {
  private final Answers answers;
  private final int entries;
  private final long stamp;
  private Answers.Answered answered;

  /**
   * Listens.
   *
   * @param entries of the call
   * @param stamp what they begin with
   */
  Verdict(Answers answers, int entries, long stamp) {
    this.answers = answers;
    this.entries = entries;
    this.stamp = stamp;
    this.answered = refused(Status.INTERNAL.withDescription("no answer"));
  }

  private Answers.Answered refused(Status status) {
    return new Answers.Answered(0, entries, status);
  }

  @Override
  public final void onMessage(byte[] response) {
    try {
      answered = answers.read(response, stamp);
    } catch (InvalidProtocolBufferException e) {
      answered = refused(Status.INTERNAL.withDescription("the answer is malformed").withCause(e));
    }
  }

  @Override
  public final void onClose(Status status, Metadata trailers) {
    closed(status.isOk() ? answered : refused(status));
  }

  /** The call has ended; what became of its entries. */
  abstract void closed(Answers.Answered result);
}
