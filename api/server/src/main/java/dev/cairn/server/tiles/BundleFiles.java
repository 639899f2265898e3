package dev.cairn.server.tiles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.EntryBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * The entry bundles of all logs of a server. Full ones are cached, within a bound of bytes. A
 * bundle may have 16 MiB and takes several times that to be made, so few are made at a time.
 */
public final class BundleFiles {
  private static final int OVERHEAD_BYTES = 200;
  private static final long PATIENCE_MILLIS = 2_000;

  private final Cache<Key, BundleFile> cache;
  private final Semaphore places;

  /**
   * @param cacheBytes the most bytes to keep
   * @param atATime the most bundles to make at a time, at least 1
   */
  public BundleFiles(long cacheBytes, int atATime) {
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher(
                (Key _, BundleFile file) -> Math.addExact(file.bytes().capacity(), OVERHEAD_BYTES))
            .executor(Runnable::run)
            .build();
    this.places = new Semaphore(atATime);
  }

  /**
   * A bundle, full or partial, of any width up to the one it has in the published tree.
   *
   * @param packed whether it is to be compressed
   * @return empty if the published tree does not reach it
   * @throws BusyException if too many are being made
   * @throws DamagedException if the store has other entries or hashes than were published
   * @throws IOException if the store cannot be read now
   */
  public Optional<BundleFile> file(PublishedTiles log, Tile tile, boolean packed)
      throws BusyException, DamagedException, IOException {
    if (!tile.isFull()) {
      return inTurn(() -> make(log, tile, packed));
    }
    Key key = new Key(log.origin(), tile.index(), packed);
    BundleFile kept = cache.getIfPresent(key);
    if (kept != null) {
      return Optional.of(kept);
    }
    return inTurn(
        () -> {
          // Perhaps somebody made it while this one waited.
          BundleFile made = cache.getIfPresent(key);
          if (made != null) {
            return Optional.of(made);
          }
          Optional<BundleFile> file = make(log, tile, packed);
          file.ifPresent(it -> cache.put(key, it));
          return file;
        });
  }

  /** What makes a bundle. */
  @FunctionalInterface
  private interface Making {
    Optional<BundleFile> make() throws DamagedException, IOException;
  }

  private Optional<BundleFile> inTurn(Making making)
      throws BusyException, DamagedException, IOException {
    if (!waitForTurn()) {
      throw new BusyException("too many entry bundles are being made; retry later");
    }
    try {
      return making.make();
    } finally {
      places.release();
    }
  }

  private static Optional<BundleFile> make(PublishedTiles log, Tile tile, boolean packed)
      throws DamagedException, IOException {
    Optional<EntryBundle> bundle = log.entries(tile);
    return bundle.isEmpty()
        ? Optional.empty()
        : Optional.of(
            packed
                ? new BundleFile(pack(bundle.get().buffer()), /* packed= */ true)
                : new BundleFile(bundle.get().buffer(), /* packed= */ false));
  }

  private boolean waitForTurn() {
    try {
      return places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ByteBuffer pack(ByteBuffer bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.remaining() / 2 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] chunk = new byte[Math.min(bytes.remaining(), 8 << 10)];
      while (bytes.hasRemaining()) {
        int count = Math.min(bytes.remaining(), chunk.length);
        bytes.get(chunk, 0, count);
        gzip.write(chunk, 0, count);
      }
    }
    return ByteBuffer.wrap(packed.toByteArray()).asReadOnlyBuffer();
  }

  private record Key(String origin, long index, boolean packed) {}
}
