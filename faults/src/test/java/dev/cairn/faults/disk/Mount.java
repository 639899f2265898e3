package dev.cairn.faults.disk;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small file system of its own; a test is skipped where none can be mounted. */
record Mount(Path folder) implements AutoCloseable {
  /** In memory. */
  static Mount tmpfs(Path folder, long bytes) throws IOException {
    Files.createDirectories(folder);
    return mount(folder, "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs");
  }

  /** On a file, by a loop device. */
  static Mount ext4(Path folder, Path image, long bytes) throws IOException {
    Files.createDirectories(folder);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    if (run("mkfs.ext4", "-q", "-F", image.toString()) != 0) {
      return skipped();
    }
    return mount(folder, "-o", "loop", image.toString());
  }

  private static Mount mount(Path folder, String... what) throws IOException {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(what));
    command.add(folder.toString());
    return run(command.toArray(String[]::new)) == 0 ? new Mount(folder) : skipped();
  }

  private static Mount skipped() {
    abort("nothing can be mounted here: that takes root, and a kernel that has it");
    throw new AssertionError();
  }

  /** Makes it read-only. */
  void remountReadOnly() throws IOException {
    if (run("mount", "-o", "remount,ro", folder.toString()) != 0) {
      throw new IOException("cannot be made read-only: " + folder);
    }
  }

  /** Fills it but for so many bytes; returns the file that does. */
  Path fillBut(long bytes) throws IOException {
    Path ballast = folder.resolve("ballast");
    byte[] zeros = new byte[64 << 10];
    try (var out = Files.newOutputStream(ballast)) {
      while (Files.getFileStore(folder).getUsableSpace() > bytes) {
        out.write(zeros);
        out.flush();
      }
    }
    return ballast;
  }

  private static int run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor();
    } catch (IOException e) {
      return -1; // there is no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (run("umount", folder.toString()) != 0 && run("umount", "-l", folder.toString()) != 0) {
      throw new IOException("cannot be unmounted: " + folder);
    }
  }
}
