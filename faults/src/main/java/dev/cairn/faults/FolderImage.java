package dev.cairn.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All files of a folder, in memory, to be put somewhere again and again.
 *
 * @param files by their path below the folder; without bytes: a folder
 */
public record FolderImage(Map<String, Optional<byte[]>> files) {
  private static final int PIECE = 64 << 10;
  private static final byte[] ZEROS = new byte[PIECE];

  /** Whether there is a file or folder of this name. */
  public boolean has(String name) {
    return files.containsKey(name);
  }

  /** The bytes of a file that is there. */
  public byte[] bytes(String name) {
    return Optional.ofNullable(files.get(name)).flatMap(file -> file).orElseThrow();
  }

  /** Makes a folder be exactly this. */
  public void writeTo(Path folder) throws IOException {
    clear(folder);
    Files.createDirectories(folder);
    // A folder comes before what is in it.
    for (Map.Entry<String, Optional<byte[]>> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (file.getValue().isEmpty()) {
        Files.createDirectory(path);
      } else {
        write(path, file.getValue().get());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  /** What a folder has now. */
  public static FolderImage of(Path folder) throws IOException {
    Map<String, Optional<byte[]>> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(path -> !path.equals(folder)).toList()) {
        files.put(
            folder.relativize(path).toString(),
            Files.isDirectory(path) ? Optional.empty() : Optional.of(Files.readAllBytes(path)));
      }
    }
    return new FolderImage(files);
  }

  /** The same with other bytes in one file. */
  public FolderImage with(String name, byte[] bytes) {
    Map<String, Optional<byte[]>> changed = new TreeMap<>(files);
    changed.put(name, Optional.of(bytes));
    return new FolderImage(changed);
  }

  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Leaves holes where there are zeros, which is faster. */
  private static void write(Path path, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int at = 0; at < bytes.length; at += PIECE) {
        int end = Math.min(bytes.length, at + PIECE);
        if (end == bytes.length || !Arrays.equals(bytes, at, end, ZEROS, 0, end - at)) {
          int _ = channel.write(ByteBuffer.wrap(bytes, at, end - at), at);
        }
      }
    }
  }
}
