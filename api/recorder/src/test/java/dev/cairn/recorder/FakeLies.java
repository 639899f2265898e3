package dev.cairn.recorder;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.RecordEventsResponse;

/** Untrue answers. */
final class FakeLies {
  private FakeLies() {}

  /** A checkpoint, well signed, over as many other entries. */
  static ByteString otherTree(FakeLog log, RecordEventsResponse truth) {
    FakeTree other = new FakeTree();
    for (long i = 0; i < log.tree.size(); i++) {
      other.append(new byte[] {(byte) i, (byte) truth.getOutcomesCount()});
    }
    return other.checkpoint(log.key);
  }
}
