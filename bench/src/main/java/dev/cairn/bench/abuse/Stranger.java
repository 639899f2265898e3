package dev.cairn.bench.abuse;

import com.google.common.net.HostAndPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection that speaks as much HTTP/2 as it takes to do harm, and reads nothing. */
final class Stranger implements AutoCloseable {
  static final int DATA = 0;
  static final int RST_STREAM = 3;
  static final int PING = 6;

  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int FRAME_HEAD_BYTES = 9;
  private static final int MESSAGE_HEAD_BYTES = 5;
  private static final int PATIENCE_MILLIS = 5_000;

  private final Socket socket = new Socket();
  private final OutputStream out;

  /**
   * Connects.
   *
   * @param from the address to come from
   */
  Stranger(HostAndPort server, String from) throws IOException {
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
    out = socket.getOutputStream();
  }

  /** Greets, and lets the server send nothing on any stream. */
  void greet() throws IOException {
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(0).array());
  }

  /** Begins a call. */
  void call(int stream, String method) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String text :
        List.of(
            ":method",
            "POST",
            ":scheme",
            "http",
            ":path",
            "/" + method,
            ":authority",
            "x",
            "content-type",
            "application/grpc",
            "te",
            "trailers")) {
      if (text.startsWith(":") || text.equals("content-type") || text.equals("te")) {
        block.write(0);
      }
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
    frame(HEADERS, END_HEADERS, stream, block.toByteArray());
  }

  /** Sends a message that says to be so long, and ends the call if that is true. */
  void message(int stream, int length, byte[] bytes) throws IOException {
    byte[] message =
        ByteBuffer.allocate(MESSAGE_HEAD_BYTES + bytes.length)
            .put((byte) 0)
            .putInt(length)
            .put(bytes)
            .array();
    frame(DATA, length == bytes.length ? END_STREAM : 0, stream, message);
  }

  /** Sends a frame. */
  void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.write(
        ByteBuffer.allocate(FRAME_HEAD_BYTES + payload.length)
            .put((byte) (payload.length >>> 16))
            .putShort((short) payload.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream)
            .put(payload)
            .array());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
