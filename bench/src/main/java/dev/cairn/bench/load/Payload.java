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

  private final byte[] template;
  private final int[] entryOffsets;
  private final boolean stamped;

  /**
   * Makes requests of {@code entries} entries with {@code entryBytes} bytes each.
   *
   * @param ack the level that the requests ask for
   */
  public Payload(int entries, int entryBytes, AckLevel ack) {
    Random random = new Random(entryBytes);
    byte[] entry = new byte[entryBytes];
    this.entryOffsets = new int[entries];
    this.stamped = entryBytes >= Long.BYTES;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (int i = 0; i < entries; i++) {
        random.nextBytes(entry);
        out.writeByteArray(AppendEntryRequest.ENTRY_FIELD_NUMBER, entry);
        entryOffsets[i] = out.getTotalBytesWritten() - entryBytes;
      }
      out.writeEnum(AppendEntryRequest.ACK_FIELD_NUMBER, ack.getNumber());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.template = bytes.toByteArray();
  }

  /** A request whose entries begin with {@code stamp}, where they are long enough. */
  byte[] request(long stamp) {
    byte[] request = template.clone();
    if (stamped) {
      for (int offset : entryOffsets) {
        LONG.set(request, offset, stamp);
      }
    }
    return request;
  }

  /** The number of entries in each request. */
  int entries() {
    return entryOffsets.length;
  }
}
