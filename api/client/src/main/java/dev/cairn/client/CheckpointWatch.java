package dev.cairn.client;

import com.google.protobuf.ByteString;
import dev.cairn.client.Inbox.Signal;
import dev.cairn.log.v1.WatchCheckpointsRequest;
import dev.cairn.log.v1.WatchCheckpointsResponse;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.policy.Witnessed;
import java.time.Duration;
import java.util.Optional;

/** The newest checkpoint, and each newer one as the log publishes it. */
final class CheckpointWatch implements CheckpointCursor {
  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final VerifiedLog log;
  private final Inbox<ByteString> inbox = new Inbox<>();
  // What the log showed before it sent what is read next; a smaller head would be a step back.
  private Optional<SignedCheckpoint> floor;

  CheckpointWatch(VerifiedLog log) {
    this.log = log;
    this.floor = log.believed().newest();
    WatchCheckpointsRequest request =
        WatchCheckpointsRequest.newBuilder()
            .setLog(log.origin())
            .setLevel(log.standard().level())
            .build();
    log.calls()
        .streaming()
        .watchCheckpoints(request, inbox.observer(WatchCheckpointsResponse::getCheckpoint));
  }

  @Override
  public Optional<SignedCheckpoint> next() throws LogException {
    return switch (inbox.take(FOREVER)) {
      case Signal.Message<ByteString> message -> Optional.of(admit(message.value()));
      case Signal.Failure<ByteString> failure -> throw failure.cause();
      case Signal.Silence<ByteString> _ -> throw new UnreachableException("the log sent nothing");
      case Signal.End<ByteString> _ -> {
        if (inbox.isClosed()) {
          yield Optional.empty();
        }
        throw new UnreachableException("the log ended the stream of checkpoints");
      }
    };
  }

  private SignedCheckpoint admit(ByteString note) throws LogException {
    try {
      SignedCheckpoint checkpoint = log.open(note);
      Optional<Witnessed> _ = log.believed().admitNewest(checkpoint, floor);
      floor = Optional.of(checkpoint);
      return checkpoint;
    } catch (LogException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    inbox.close();
  }
}
