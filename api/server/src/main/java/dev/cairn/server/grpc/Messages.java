package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.Entry;
import dev.cairn.log.v1.InclusionProof;
import dev.cairn.server.read.Inclusion;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import java.util.ArrayList;
import java.util.List;

/** Values as the messages that carry them. */
final class Messages {
  private Messages() {}

  static InclusionProof proof(Inclusion inclusion) {
    return InclusionProof.newBuilder()
        .setTreeSize(inclusion.treeSize())
        .addAllHashes(hashes(inclusion.hashes()))
        .build();
  }

  static List<ByteString> hashes(List<Hash> hashes) {
    byte[] bytes = new byte[hashes.size() * Hash.BYTES];
    HashList.copyOf(hashes).copyTo(bytes, 0);
    List<ByteString> messages = new ArrayList<>(hashes.size());
    for (int at = 0; at < bytes.length; at += Hash.BYTES) {
      messages.add(ByteString.copyFrom(bytes, at, Hash.BYTES));
    }
    return messages;
  }

  static List<Entry> entries(long start, List<byte[]> entries) {
    List<Entry> messages = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      messages.add(entry(start + i, entries.get(i)));
    }
    return messages;
  }

  static Entry entry(long index, byte[] data) {
    return Entry.newBuilder().setIndex(index).setData(ByteString.copyFrom(data)).build();
  }
}
