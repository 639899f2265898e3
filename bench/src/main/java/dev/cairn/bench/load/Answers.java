package dev.cairn.bench.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;

/** How a response tells what became of the entries that it answers, which is in their order. */
@FunctionalInterface
public interface Answers {
  /**
   * Reads a response.
   *
   * @throws InvalidProtocolBufferException if it is not a response
   */
  Answered read(byte[] response) throws InvalidProtocolBufferException;

  /** Every response says that {@code entries} entries were done; none is looked at. */
  static Answers unread(int entries) {
    Answered done = new Answered(entries, 0, Status.OK);
    return response -> done;
  }

  /**
   * What one response answers.
   *
   * @param done entries that were done
   * @param refused entries that were refused
   * @param error the first refusal; OK if there is none
   */
  record Answered(int done, int refused, Status error) {}
}
