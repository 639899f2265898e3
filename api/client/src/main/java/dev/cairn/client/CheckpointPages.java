package dev.cairn.client;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.ListCheckpointsRequest;
import dev.cairn.log.v1.ListCheckpointsResponse;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The checkpoints that the log keeps, fetched a page at a time. */
final class CheckpointPages implements CheckpointCursor {
  private static final int PAGE = 1_000;

  private final VerifiedLog log;
  private final long minSize;
  private final Deque<ByteString> page = new ArrayDeque<>();
  private String nextPageToken = "";
  private boolean isLastPage;
  private long above;
  private volatile boolean closed;

  /**
   * @param minSize the smallest tree size wanted
   */
  CheckpointPages(VerifiedLog log, long minSize) {
    this.log = log;
    this.minSize = minSize;
    this.above = minSize - 1;
  }

  @Override
  public Optional<SignedCheckpoint> next() throws LogException {
    if (page.isEmpty() && !isLastPage && !closed) {
      fetch();
    }
    ByteString note = page.poll();
    if (note == null || closed) {
      return Optional.empty();
    }
    SignedCheckpoint checkpoint = log.open(note);
    if (checkpoint.head().size() <= above) {
      throw new CheckFailedException(
          "the log lists a checkpoint of size "
              + checkpoint.head().size()
              + " where one above "
              + above
              + " is due");
    }
    log.heads().admit(checkpoint);
    above = checkpoint.head().size();
    return Optional.of(checkpoint);
  }

  private void fetch() throws LogException {
    ListCheckpointsRequest request =
        ListCheckpointsRequest.newBuilder()
            .setLog(log.origin())
            .setMinSize(minSize)
            .setPageSize(PAGE)
            .setPageToken(nextPageToken)
            .build();
    ListCheckpointsResponse answer = log.calls().unary(stub -> stub.listCheckpoints(request));
    nextPageToken = answer.getNextPageToken();
    isLastPage = nextPageToken.isEmpty();
    page.addAll(answer.getCheckpointsList());
    if (page.isEmpty() && !isLastPage) {
      throw new CheckFailedException("the log lists an empty page that is not the last");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
