package dev.cairn.witness.store;

import dev.cairn.tree.merkle.Hash;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A witness's store. One process may have it open, and once only: LMDB does not see to that, and a
 * file opened twice is damaged. The owner of the folder holds a lock. Safe for many threads.
 */
public final class WitnessStore implements AutoCloseable {
  private static final int LOGS_PER_COMMIT = 1_024;

  private final Environment environment;
  private final Committer committer;
  private final CosignedNotes notes;

  private WitnessStore(Environment environment, Committer committer, CosignedNotes notes) {
    this.environment = environment;
    this.committer = committer;
    this.notes = notes;
  }

  /**
   * Makes the store of a new witness that knows no log; nothing else ever makes one.
   *
   * @param folder does not exist, or is empty
   * @throws StoreException if there is something in the folder, or it cannot be written
   */
  public static void create(Path folder) {
    create(folder, MapSize.DEFAULT);
  }

  static void create(Path folder, MapSize map) {
    StoreFile.makeFolder(folder);
    Environment environment = Environment.create(folder, map);
    try {
      ByteBuffer key = ByteBuffer.allocateDirect(Hash.BYTES);
      environment.write(
          transaction -> new Writing(transaction, environment.tables(), key).format());
    } finally {
      environment.close();
    }
    StoreFile.syncFolder(folder);
  }

  /**
   * Opens a store that {@link #create} made. Nothing is read of the logs in it.
   *
   * @throws StoreException if it is missing, cut short, damaged or of a newer format; the message
   *     says in one line what to do
   */
  public static WitnessStore open(Path folder) {
    return open(folder, MapSize.DEFAULT);
  }

  static WitnessStore open(Path folder, MapSize map) {
    long fileBytes = StoreFile.in(folder).check();
    Environment environment = Environment.open(folder, fileBytes, map);
    try {
      boolean _ = environment.read(Rows::checkFormat);
      CosignedNotes notes = new CosignedNotes();
      Committer committer = new Committer(environment, DiskSpace.of(folder), notes);
      committer.start();
      return new WitnessStore(environment, committer, notes);
    } catch (RuntimeException e) {
      environment.close();
      throw e;
    }
  }

  /**
   * Refuses if nothing can be written any more: then nothing may be signed either.
   *
   * @throws StoreException the reason
   */
  public void requireWritable() {
    committer.requireRunning();
  }

  /** What the last commit says of a log; empty if it is not known. */
  public Optional<StoredLog> log(Hash originHash) {
    return environment.read(reader -> Rows.log(reader, originHash));
  }

  /** The number of logs. */
  public long logCount() {
    return environment.read(reader -> reader.tables().logs().stat(reader.transaction()).entries);
  }

  /** The first logs in ascending order of their hashes, {@code limit} at most. */
  public List<StoredLog> logs(int limit) {
    return environment.read(reader -> Rows.logs(reader, null, limit));
  }

  /**
   * The logs that follow {@code after} in ascending order of their hashes, at most {@code limit}.
   */
  public List<StoredLog> logsAfter(Hash after, int limit) {
    return environment.read(reader -> Rows.logs(reader, after, limit));
  }

  /**
   * Replaces a log's head. When it returns true, the new head is durable.
   *
   * @param expected the head that the decision was made on, as {@link StoredLog#head} had it
   * @param next the head to replace it by
   * @return false, with nothing changed, if the head is another one by now
   * @throws StoreException if it cannot be written; whether it was is unknown unless the kind is
   *     {@link StoreException.Kind#FULL}
   */
  public boolean replaceHead(Hash originHash, String expected, String next) {
    return write(new Replacement(originHash, expected, next, new CompletableFuture<>())) == 1;
  }

  /**
   * Adds logs, durably. A log whose origin is known already is left as it is.
   *
   * @return how many were added
   * @throws StoreException if they cannot be written; some may be
   */
  public int addLogs(List<NewLog> logs) {
    int added = 0;
    for (int start = 0; start < logs.size(); start += LOGS_PER_COMMIT) {
      int end = Math.min(start + LOGS_PER_COMMIT, logs.size());
      added += write(new Addition(logs.subList(start, end), new CompletableFuture<>()));
    }
    return added;
  }

  private int write(Work work) {
    try {
      return committer.submit(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreException.Kind.FULL, "interrupted before anything was written", e);
    } catch (CompletionException e) {
      throw e.getCause() instanceof StoreException cause ? cause : e;
    }
  }

  /** Keeps a cosigned note to be shown. It is written soon, and lost if the process ends before. */
  public void keepCosigned(Hash originHash, CosignedNote note) {
    notes.add(originHash, note);
  }

  /** The newest cosigned note of a log; empty if there is none. */
  public Optional<CosignedNote> cosigned(Hash originHash) {
    Optional<CosignedNote> waiting = notes.get(originHash);
    return waiting.isPresent()
        ? waiting
        : environment.read(reader -> Rows.cosigned(reader, originHash));
  }

  /** Writes what waits and closes the file. Whoever comes later gets a StoreException. */
  @Override
  public void close() {
    committer.close();
    environment.close();
  }
}
