package dev.cairn.client.tiles;

import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.util.Optional;

/** The files of one location. Safe for several threads. */
interface LogFiles extends AutoCloseable {
  /**
   * Reads a file.
   *
   * @param path below the location, such as {@code tile/0/000}
   * @param maxBytes the most bytes that it may have
   * @return empty if there is no such file
   * @throws IOException if it cannot be read now
   * @throws MalformedException if it cannot be what is wanted: it is too large, say
   */
  Optional<byte[]> read(String path, int maxBytes) throws IOException, MalformedException;

  @Override
  void close();
}
