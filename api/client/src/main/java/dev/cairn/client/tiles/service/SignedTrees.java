package dev.cairn.client.tiles.service;

import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** The checkpoints that a log has shown, and the largest tree under one of them. */
final class SignedTrees {
  private static final int CACHED_TILES = 1_024; // some 9 MB
  private static final int MAX_SEEN = 64;

  private final TiledLogReader reader;
  private final TileCache cache = new TileCache(CACHED_TILES);
  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by the lock. By size, the eldest first.
  private final Map<Long, SignedTree> seen = new LinkedHashMap<>();
  private List<VerifierKey> keys;
  private Optional<SignedTree> largest = Optional.empty();

  SignedTrees(TiledLogReader reader, List<VerifierKey> keys) {
    this.reader = reader;
    this.keys = List.copyOf(keys);
  }

  /** The file as it is now, good or not: the client judges it for itself. */
  byte[] newestNote() throws IOException, VerificationException {
    byte[] note = fetch();
    try {
      SignedTree _ = admit(note);
    } catch (VerificationException _) {
      return note; // and nothing else is read for its sake
    }
    return note;
  }

  /** The tree of the checkpoint as it is now. */
  SignedTree newest() throws IOException, VerificationException {
    return admit(fetch());
  }

  /** The largest tree known, if it has that many entries, or else the newest, which may not. */
  SignedTree covering(long size) throws IOException, VerificationException {
    Optional<SignedTree> known = largest();
    return known.isPresent() && known.get().size() >= size ? known.get() : newest();
  }

  /** A checkpoint of that size, if the log has shown one lately. */
  Optional<SignedTree> ofSize(long size) {
    lock.lock();
    try {
      return Optional.ofNullable(seen.get(size));
    } finally {
      lock.unlock();
    }
  }

  /** The largest tree that the log has shown. */
  Optional<SignedTree> largest() {
    lock.lock();
    try {
      return largest;
    } finally {
      lock.unlock();
    }
  }

  private byte[] fetch() throws IOException, VerificationException {
    try {
      return reader.checkpoint();
    } catch (MalformedException e) {
      throw new VerificationException(String.valueOf(e.getMessage()));
    }
  }

  private SignedTree admit(byte[] note) throws VerificationException {
    lock.lock();
    try {
      SignedCheckpoint checkpoint = open(note);
      SignedTree known = seen.get(checkpoint.head().size());
      TiledTree tree =
          known != null && known.tree().head().equals(checkpoint.head())
              ? known.tree()
              : new TiledTree(checkpoint.head(), reader, cache);
      SignedTree signed = new SignedTree(checkpoint, tree);
      seen.put(signed.size(), signed);
      if (seen.size() > MAX_SEEN) {
        seen.remove(seen.keySet().iterator().next());
      }
      if (largest.isEmpty() || largest.get().size() <= signed.size()) {
        largest = Optional.of(signed);
      }
      return signed;
    } finally {
      lock.unlock();
    }
  }

  private SignedCheckpoint open(byte[] note) throws VerificationException {
    String why = "";
    for (VerifierKey key : keys) {
      try {
        SignedCheckpoint checkpoint = SignedCheckpoint.open(note, key);
        keys = List.of(key);
        return checkpoint;
      } catch (MalformedException | VerificationException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    throw new VerificationException(
        "checkpoint is not good under %s: %s"
            .formatted(
                keys.stream().map(VerifierKey::toString).collect(Collectors.joining(" or ")), why));
  }
}
