package dev.cairn.bench.load;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Messages as the bytes that they are, copied once on each way. */
public enum BytesMarshaller implements Marshaller<byte[]> {
  /** The only one. */
  INSTANCE;

  @Override
  public InputStream stream(byte[] message) {
    return new MessageStream(message);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      byte[] message = new byte[stream.available()];
      if (stream.readNBytes(message, 0, message.length) != message.length) {
        throw new IllegalStateException("a message is shorter than announced");
      }
      return message;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands its bytes over as a whole. */
  private static final class MessageStream extends ByteArrayInputStream
      implements KnownLength, Drainable {
    MessageStream(byte[] message) {
      super(message);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = available();
      target.write(buf, pos, length);
      pos += length;
      return length;
    }
  }
}
