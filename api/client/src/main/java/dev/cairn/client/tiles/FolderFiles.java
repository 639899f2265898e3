package dev.cairn.client.tiles;

import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** Files below a folder: regular ones, which no symbolic link may lead out of it to. */
final class FolderFiles implements LogFiles {
  private final Path folder;

  FolderFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) throws IOException, MalformedException {
    Path root = root();
    Path file;
    try {
      file = root.resolve(path).toRealPath();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!file.startsWith(root)) {
      throw new MalformedException(path + " leads out of the folder " + folder);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new MalformedException(path + " in " + folder + " is not a regular file");
    }
    if (Files.size(file) > maxBytes) {
      throw tooLarge(path, maxBytes);
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(maxBytes + 1); // it may have grown meanwhile
      if (bytes.length > maxBytes) {
        throw tooLarge(path, maxBytes);
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path root() throws IOException {
    Path root;
    try {
      root = folder.toRealPath();
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(folder.toString(), null, "no such folder");
    }
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(folder + " is not a folder");
    }
    return root;
  }

  private MalformedException tooLarge(String path, int maxBytes) {
    return new MalformedException(
        path + " in " + folder + " is larger than " + maxBytes + " bytes");
  }

  @Override
  public void close() {}
}
