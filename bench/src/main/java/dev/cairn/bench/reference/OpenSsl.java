package dev.cairn.bench.reference;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenSSL's own measure of its SHA-256, {@code openssl speed}, where the program is installed. */
public final class OpenSsl {
  private static final int MESSAGE_BYTES = 16_384;
  private static final int BLOCK_BYTES = 64;
  private static final int PATIENCE_SECONDS = 20;
  private static final Pattern BYTES_PER_SECOND =
      Pattern.compile("^\\+F:\\d+:sha256:([0-9.]+)$", Pattern.MULTILINE);

  private OpenSsl() {}

  /**
   * Blocks of 64 bytes that it compresses in a second of processor time, in messages of 16 KiB.
   *
   * @param seconds how long to measure, at least 1
   * @return none if there is no such program, or it says nothing
   */
  public static OptionalDouble sha256BlocksPerSecond(int seconds) throws InterruptedException {
    ProcessBuilder speed =
        new ProcessBuilder(
                "openssl",
                "speed",
                "-mr",
                "-bytes",
                Integer.toString(MESSAGE_BYTES),
                "-seconds",
                Integer.toString(seconds),
                "-evp",
                "sha256")
            .redirectErrorStream(true);
    try {
      Process process = speed.start();
      try {
        if (!process.waitFor(seconds + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          return OptionalDouble.empty();
        }
        return parse(
            new String(
                process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return OptionalDouble.empty(); // it is not installed
    }
  }

  static OptionalDouble parse(String output) {
    Matcher found = BYTES_PER_SECOND.matcher(output);
    return found.find()
        ? OptionalDouble.of(Double.parseDouble(found.group(1)) / BLOCK_BYTES)
        : OptionalDouble.empty();
  }
}
