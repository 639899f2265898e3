package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** An HTTP/2 client whose frames are made by hand, so that it can do what no decent one would. */
public final class RawHttp2 implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GO_AWAY = 7;
  public static final int CONTINUATION = 9;
  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int FRAME_HEAD_BYTES = 9;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final Socket socket = new Socket();
  private final OutputStream out;
  private final DataInputStream in;

  /** A frame, as it came. */
  public record Frame(int type, int flags, int stream, ByteString payload) {
    /** What the payload has as text, whatever it is. */
    public String text() {
      return payload.toString(StandardCharsets.ISO_8859_1);
    }

    /** The error that RST_STREAM says. */
    int error() {
      return payload.asReadOnlyByteBuffer().getInt(0);
    }

    /** The error that GOAWAY says. */
    int goAwayError() {
      return payload.asReadOnlyByteBuffer().getInt(4);
    }
  }

  private RawHttp2(int port, String from) throws IOException {
    socket.bind(new InetSocketAddress(from, 0));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    out = socket.getOutputStream();
    in = new DataInputStream(socket.getInputStream());
  }

  /**
   * Connects, and says nothing.
   *
   * @param from the address to come from: any of 127.0.0.0/8 is this machine's
   */
  public static RawHttp2 silent(int port, String from) throws IOException {
    return new RawHttp2(port, from);
  }

  /** Connects and greets. */
  public static RawHttp2 greeted(int port, String from) throws IOException {
    return greeted(port, from, 65_535);
  }

  /**
   * Connects and greets.
   *
   * @param window how many bytes the server may send on a stream
   */
  public static RawHttp2 greeted(int port, String from, int window) throws IOException {
    RawHttp2 client = new RawHttp2(port, from);
    client.send(PREFACE.getBytes(StandardCharsets.US_ASCII));
    client.frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(window).array());
    return client;
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends a frame. */
  public void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    send(bytes(type, flags, stream, payload, payload.length));
  }

  /** A frame that says another length than it has. */
  static byte[] bytes(int type, int flags, int stream, byte[] payload, int length) {
    return ByteBuffer.allocate(FRAME_HEAD_BYTES + payload.length)
        .put((byte) (length >>> 16))
        .putShort((short) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** Begins a call. */
  public void call(int stream, String method, String... more) throws IOException {
    frame(HEADERS, END_HEADERS, stream, headers(method, more));
  }

  /** Begins a call and sends its only message. */
  public void call(int stream, String method, byte[] message) throws IOException {
    call(stream, method);
    frame(DATA, END_STREAM, stream, message(0, message.length, message));
  }

  /** The headers of a call, by HPACK without any compression. */
  static byte[] headers(String method, String... more) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    List<String> fields =
        new ArrayList<>(
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
                "trailers"));
    fields.addAll(List.of(more));
    for (int i = 0; i < fields.size(); i += 2) {
      block.write(0);
      literal(block, fields.get(i));
      literal(block, fields.get(i + 1));
    }
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    int length = text.length();
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      for (length -= 127; length >= 128; length >>>= 7) {
        block.write((length & 127) | 128);
      }
      block.write(length);
    }
    block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A gRPC message, with the head that it says it has. */
  public static byte[] message(int compressed, int length, byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) compressed)
        .putInt(length)
        .put(bytes)
        .array();
  }

  /** The next frame; none at the end of the connection. */
  public Optional<Frame> next() {
    try {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = new byte[length];
      in.readFully(payload);
      return Optional.of(new Frame(type, flags, stream, ByteString.copyFrom(payload)));
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("nothing more came", e);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The next frame that is wanted; fails at the end of the connection. */
  public Frame await(Predicate<Frame> wanted) {
    for (Optional<Frame> frame = next(); frame.isPresent(); frame = next()) {
      if (wanted.test(frame.get())) {
        return frame.get();
      }
    }
    throw new AssertionError("the connection ended");
  }

  /** Reads until the server ends the connection; returns what came. */
  public List<Frame> awaitEnd() {
    List<Frame> frames = new ArrayList<>();
    for (Optional<Frame> frame = next(); frame.isPresent(); frame = next()) {
      frames.add(frame.get());
    }
    return frames;
  }

  /** Whether the server has greeted: those who are too many are not. */
  public boolean isGreeted() {
    return next().isPresent();
  }

  /** Ends the connection without a word. */
  void leave() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    leave();
  }
}
