package dev.cairn.bench.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;

/** How a response tells what became of the entries that it answers, which is in their order. */
@FunctionalInterface
public interface Answers {
  /**
   * Reads a response.
   *
   * @param stamp what the entries of the request begin with; of a stream, what its first entry
   *     begins with: from there it counts up
   * @throws InvalidProtocolBufferException if it is not a response
   */
  Answered read(byte[] response, long stamp) throws InvalidProtocolBufferException;

  /** Every response says that {@code entries} entries were done; none is looked at. */
  static Answers unread(int entries) {
    Answered done = new Answered(entries, 0, Status.OK);
    return (_, _) -> done;
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
