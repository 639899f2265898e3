package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.Entry;
import dev.cairn.log.v1.InclusionProof;
import dev.cairn.server.read.Inclusion;
import dev.cairn.tree.merkle.Hash;
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
    return hashes.stream().map(hash -> ByteString.copyFrom(hash.toBytes())).toList();
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
