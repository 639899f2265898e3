package dev.cairn.bench.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a copy cannot be faster than, on one thread. */
public final class CopyReferences {
  private static final int CHUNK = 1 << 20;

  private CopyReferences() {}

  /** SHA-256 of each of the same entries, one by one. */
  public static long sha256Nanos(CopyPlan plan) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte sum = 0;
      long start = System.nanoTime();
      for (long i = 0; i < plan.entries(); i++) {
        sha256.update((byte) 0);
        sum ^= sha256.digest(FilledLog.entry(i, plan.entryBytes()))[0];
      }
      long nanos = System.nanoTime() - start;
      return sum == 0 ? nanos + 1 : nanos; // so that the work is not left out
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** As many bytes into one file, forced to disk. */
  static long writeNanos(Path file, long bytes) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    long start = System.nanoTime();
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long rest = bytes; rest > 0; ) {
        chunk.clear().limit((int) Math.min(CHUNK, rest));
        rest -= out.write(chunk);
      }
      out.force(true);
    }
    return System.nanoTime() - start;
  }
}
