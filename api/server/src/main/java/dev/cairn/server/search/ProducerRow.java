package dev.cairn.server.search;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.audit.v1.ChainFinding;
import dev.cairn.event.seal.KeyInForce;
import dev.cairn.event.seal.Missing;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.VerifierKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A producer as a value of the index's file. */
final class ProducerRow {
  private static final int MAX_ITEMS = 10_000;

  private ProducerRow() {}

  static byte[] format(ProducerChain chain) {
    List<byte[]> keys = chain.keys().stream().map(key -> bytes(key.key().toString())).toList();
    List<byte[]> findings = chain.findings().stream().map(ChainFinding::toByteArray).toList();
    byte[] name = bytes(chain.name());
    int size = 9 * Integer.BYTES + 3 * Long.BYTES + Hash.BYTES + name.length;
    size += keys.stream().mapToInt(key -> Long.BYTES + Integer.BYTES + key.length).sum();
    size += findings.stream().mapToInt(finding -> Integer.BYTES + finding.length).sum();
    size += chain.missing().size() * 2 * Long.BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).putInt(0);
    put(out, name);
    out.putLong(chain.eventCount()).putLong(chain.nextSequence()).putLong(chain.findingCount());
    put(out, chain.lastHash().map(Hash::toBytes).orElse(new byte[0]));
    out.putInt(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      put(out.putLong(chain.keys().get(i).from()), keys.get(i));
    }
    out.putInt(findings.size());
    findings.forEach(finding -> put(out, finding));
    out.putInt(chain.missing().size());
    chain.missing().forEach(range -> out.putLong(range.first()).putLong(range.end()));
    byte[] row = new byte[out.position()];
    out.get(0, row);
    return Checked.seal(row);
  }

  /**
   * Reads a value.
   *
   * @throws DamagedIndexException if it is none
   */
  static ProducerChain parse(byte[] value) {
    ByteBuffer in = Checked.open(value);
    try {
      String name = new String(take(in), StandardCharsets.UTF_8);
      long eventCount = in.getLong();
      long nextSequence = in.getLong();
      long findingCount = in.getLong();
      byte[] lastHash = take(in);
      return new ProducerChain(
          name,
          keys(in),
          eventCount,
          nextSequence,
          lastHash.length == 0 ? Optional.empty() : Optional.of(Hash.of(lastHash)),
          findings(in),
          findingCount,
          missing(in));
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | InvalidProtocolBufferException
        | MalformedException e) {
      throw new DamagedIndexException("a producer cannot be read: " + e.getMessage());
    }
  }

  private static List<KeyInForce> keys(ByteBuffer in) throws MalformedException {
    List<KeyInForce> keys = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      long from = in.getLong();
      String vkey = new String(take(in), StandardCharsets.UTF_8);
      keys.add(new KeyInForce(from, VerifierKey.parse(vkey)));
    }
    return keys;
  }

  private static List<ChainFinding> findings(ByteBuffer in) throws InvalidProtocolBufferException {
    List<ChainFinding> findings = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      findings.add(ChainFinding.parseFrom(take(in)));
    }
    return findings;
  }

  private static List<Missing> missing(ByteBuffer in) {
    List<Missing> missing = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      missing.add(new Missing(in.getLong(), in.getLong()));
    }
    return missing;
  }

  private static int count(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0 || count > MAX_ITEMS) {
      throw new DamagedIndexException("a producer has " + count + " items");
    }
    return count;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ByteBuffer out, byte[] bytes) {
    out.putInt(bytes.length).put(bytes);
  }

  private static byte[] take(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new DamagedIndexException("a producer is too short");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
