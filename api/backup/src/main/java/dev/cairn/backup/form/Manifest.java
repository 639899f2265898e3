package dev.cairn.backup.form;

import dev.cairn.tree.MalformedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files with the SHA-256 of each, as {@code sha256sum} prints them and {@code sha256sum -c} reads
 * them: 64 hex digits, two spaces, the path below the backup's folder, a newline.
 */
public final class Manifest {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final int MAX_LINE = 512;
  private static final int BUFFER = 1 << 16;

  private Manifest() {}

  /**
   * One line.
   *
   * @param sha256 of the file, in lowercase hex
   * @param path below the backup's folder
   */
  public record Line(String sha256, String path) {
    /** With the newline. */
    @Override
    public String toString() {
      return sha256 + "  " + path + "\n";
    }
  }

  static boolean isSha256(String text) {
    return SHA_256.matcher(text).matches();
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The SHA-256 of bytes, in lowercase hex. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newDigest().digest(bytes));
  }

  /** The SHA-256 of all that is left of a stream, in lowercase hex. */
  public static String sha256(InputStream in) throws IOException {
    MessageDigest digest = newDigest();
    try (DigestInputStream digested = new DigestInputStream(in, digest)) {
      var _ = digested.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Writes a manifest line by line, and knows its own SHA-256. */
  public static final class Writer implements AutoCloseable {
    private final MessageDigest digest = newDigest();
    private final OutputStream out;

    /**
     * @param out closed with this
     */
    public Writer(OutputStream out) {
      this.out = new java.io.BufferedOutputStream(new DigestOutputStream(out, digest), BUFFER);
    }

    /** Adds a line. */
    public void add(Line line) throws IOException {
      out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the manifest; its SHA-256. */
    public String finish() throws IOException {
      out.flush();
      return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** Reads a manifest line by line. */
  public static final class Reader implements AutoCloseable {
    private final BufferedReader in;

    /**
     * @param in closed with this
     */
    public Reader(InputStream in) {
      this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), BUFFER);
    }

    /**
     * The next line; empty at the end.
     *
     * @throws MalformedException if it is not of the form
     */
    public Optional<Line> next() throws IOException, MalformedException {
      StringBuilder line = new StringBuilder();
      int read = in.read();
      while (read >= 0 && read != '\n') {
        line.append((char) read);
        if (line.length() > MAX_LINE) {
          throw new MalformedException("a line of a manifest is too long");
        }
        read = in.read();
      }
      if (read < 0) {
        if (line.isEmpty()) {
          return Optional.empty();
        }
        throw new MalformedException("the last line of a manifest is cut short");
      }
      return Optional.of(parse(line.toString()));
    }

    private static Line parse(String line) throws MalformedException {
      String[] parts = line.split("  ", 2);
      if (parts.length != 2 || !isSha256(parts[0])) {
        throw new MalformedException("a line of a manifest is not a SHA-256 and a path");
      }
      return new Line(parts[0], parts[1]);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
