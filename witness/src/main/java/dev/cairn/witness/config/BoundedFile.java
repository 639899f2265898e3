package dev.cairn.witness.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whole files, up to a size. */
final class BoundedFile {
  private BoundedFile() {}

  static byte[] read(Path file, int maxBytes) throws IOException, ConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new ConfigException(file, 0, "is larger than " + maxBytes + " bytes");
      }
      return bytes;
    }
  }

  static ConfigException unreadable(Path file, IOException e) {
    String why = e instanceof NoSuchFileException ? "there is no such file" : e.toString();
    return new ConfigException(file, 0, "cannot be read: " + why);
  }
}
