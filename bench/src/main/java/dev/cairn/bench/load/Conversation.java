package dev.cairn.bench.load;

import io.grpc.Status;
import java.util.Optional;

/** Requests of which each is sent when the one before was answered. One thread at a time. */
public interface Conversation {
  /** The body of the next request; empty if there is none. */
  Optional<byte[]> next();

  /**
   * Takes the answer to the last request.
   *
   * @param code the status code of HTTP
   * @return OK, or what is wrong with the answer
   */
  Status answered(int code, byte[] body);
}
