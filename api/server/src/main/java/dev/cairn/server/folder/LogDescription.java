package dev.cairn.server.folder;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code log.json} says.
 *
 * @param format the version of the folder's layout
 * @param origin the log's origin
 * @param vkey the log's verifier key, whose name is the origin
 */
record LogDescription(int format, String origin, String vkey) {
  static final int FORMAT = 2;

  /** The version before there was a journal. */
  static final int WITHOUT_JOURNAL = 1;

  private static final long MAX_BYTES = 65_536;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static LogDescription of(VerifierKey key) {
    return new LogDescription(FORMAT, key.name(), key.toString());
  }

  void write(Path file) throws IOException {
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    Files.write(file, json, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
  }

  /** Writes it in place of the one that is there. */
  void replace(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    write(next);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static LogDescription read(Path file) throws DataFolderException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new DataFolderException(file + " is too large to be a log's description");
      }
      String json = Files.readString(file, StandardCharsets.UTF_8);
      LogDescription description = JSON.readValue(json, LogDescription.class);
      description.check(file);
      return description;
    } catch (IOException | JacksonException e) {
      throw new DataFolderException(file + " cannot be read; restore it from a backup", e);
    }
  }

  private void check(Path file) throws DataFolderException {
    if (format > FORMAT) {
      throw new DataFolderException(
          "%s has format %d, and this version of cairn knows only up to %d; use a newer one"
              .formatted(file, format, FORMAT));
    }
    if (format < 1 || !verifierKey(file).name().equals(origin)) {
      throw new DataFolderException(file + " contradicts itself; restore it from a backup");
    }
  }

  VerifierKey verifierKey(Path file) throws DataFolderException {
    try {
      return VerifierKey.parse(vkey);
    } catch (MalformedException e) {
      throw new DataFolderException(file + " has a malformed vkey: " + e.getMessage(), e);
    }
  }
}
