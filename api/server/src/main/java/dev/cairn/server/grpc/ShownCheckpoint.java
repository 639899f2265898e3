package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.server.log.HostedLog;
import dev.cairn.tree.checkpoint.SignedCheckpoint;

/** The checkpoint that goes along with an answer. */
final class ShownCheckpoint {
  private ShownCheckpoint() {}

  /** The kept checkpoint of a size, with all cosignatures that are known; empty if none is. */
  static ByteString of(HostedLog log, long size, SignedCheckpoint newest) {
    if (size != newest.head().size()) {
      return log.reader().checkpoint(size).map(ByteString::copyFrom).orElse(ByteString.EMPTY);
    }
    return ByteString.copyFrom(
        log.witnessed()
            .flatMap(witnesses -> witnesses.board().newest())
            .filter(witnessed -> witnessed.head().equals(newest.head()))
            .orElse(newest)
            .toBytes());
  }
}
