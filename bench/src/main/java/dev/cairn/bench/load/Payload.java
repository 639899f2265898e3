package dev.cairn.bench.load;

import com.google.protobuf.CodedOutputStream;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntryRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * Makes append requests of random entries, each request unlike the others. The three kinds of
 * append request have the same fields, so one payload serves them all.
 */
public final class Payload {
  /** The most bytes of entries that fit into the largest request that a log takes. */
  public static final int MAX_BYTES = (1 << 20) - (64 << 10);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final HexFormat HEX = HexFormat.of();
  private static final int KEY_LENGTH = 2 * Long.BYTES;
  private static final int NO_KEY = -1;

  private final byte[] template;
  private final int[] entryOffsets;
  private final int entryBytes;
  private final boolean stamped;
  private final int keyOffset;

  /**
   * Makes requests of {@code entries} entries with {@code entryBytes} bytes each.
   *
   * @param ack the level that the requests ask for
   */
  public Payload(int entries, int entryBytes, AckLevel ack) {
    this(entries, entryBytes, ack, "", /* keyed= */ false);
  }

  /**
   * As the other, for one of several logs.
   *
   * @param log the log's origin; empty: the server's only one
   * @param keyed whether each request has an idempotency key, of 16 characters: keys follow from
   *     stamps, and have no order
   */
  public Payload(int entries, int entryBytes, AckLevel ack, String log, boolean keyed) {
    Random random = new Random(entryBytes);
    byte[] entry = new byte[entryBytes];
    this.entryOffsets = new int[entries];
    this.entryBytes = entryBytes;
    this.stamped = entryBytes >= Long.BYTES;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      if (!log.isEmpty()) {
        out.writeString(AppendEntryRequest.LOG_FIELD_NUMBER, log);
      }
      for (int i = 0; i < entries; i++) {
        random.nextBytes(entry);
        out.writeByteArray(AppendEntryRequest.ENTRY_FIELD_NUMBER, entry);
        entryOffsets[i] = out.getTotalBytesWritten() - entryBytes;
      }
      out.writeEnum(AppendEntryRequest.ACK_FIELD_NUMBER, ack.getNumber());
      if (keyed) {
        out.writeString(AppendEntryRequest.IDEMPOTENCY_KEY_FIELD_NUMBER, key(0));
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.template = bytes.toByteArray();
    this.keyOffset = keyed ? template.length - KEY_LENGTH : NO_KEY;
  }

  private static String key(long stamp) {
    return HEX.toHexDigits(Mix.of(stamp));
  }

  /** A request whose entries begin with {@code stamp}, where they are long enough. */
  byte[] request(long stamp) {
    byte[] request = template.clone();
    if (keyOffset != NO_KEY) {
      byte[] key = key(stamp).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(key, 0, request, keyOffset, KEY_LENGTH);
    }
    if (stamped) {
      for (int offset : entryOffsets) {
        LONG.set(request, offset, stamp);
      }
    }
    return request;
  }

  /**
   * The entry that a request has at a place.
   *
   * @param item its place among the request's entries, from 0
   * @param stamp the request's
   */
  public byte[] entry(int item, long stamp) {
    int offset = entryOffsets[item];
    byte[] entry = Arrays.copyOfRange(template, offset, offset + entryBytes);
    if (stamped) {
      LONG.set(entry, 0, stamp);
    }
    return entry;
  }

  /** The number of entries in each request. */
  int entries() {
    return entryOffsets.length;
  }
}
