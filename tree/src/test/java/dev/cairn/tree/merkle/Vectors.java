package dev.cairn.tree.merkle;

import dev.cairn.tree.MalformedException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Hashes, numbers and heads in the fields of a test vector, as a stranger may send them. */
final class Vectors {
  private Vectors() {}

  static Hash hash(JsonNode base64) throws MalformedException {
    return Hash.parse(Base64.getDecoder().decode(base64.stringValue()));
  }

  static List<Hash> hashes(JsonNode base64s) throws MalformedException {
    List<Hash> hashes = new ArrayList<>();
    for (JsonNode base64 : base64s) {
      hashes.add(hash(base64));
    }
    return hashes;
  }

  /** A head as a stranger sends it: its size may be anything that 64 bits hold. */
  static TreeHead head(JsonNode owner) throws MalformedException {
    return new TreeHead(number(owner.get("size")), hash(owner.get("root")));
  }

  static long number(JsonNode decimal) {
    return Long.parseUnsignedLong(decimal.stringValue());
  }
}
