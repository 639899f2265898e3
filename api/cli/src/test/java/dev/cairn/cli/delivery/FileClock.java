package dev.cairn.cli.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that is wrong by what stands in a file: another process makes it jump. */
record FileClock(Path file) implements InstantSource {
  @Override
  public Instant instant() {
    try {
      String offset = Files.exists(file) ? Files.readString(file) : "PT0S";
      return Instant.now().plus(Duration.parse(offset));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Makes the clock jump. */
  void set(Duration offset) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, offset.toString());
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
