package dev.cairn.bench.read;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.publish.HeadCheck;
import dev.cairn.server.publish.PublicationClock;
import dev.cairn.server.publish.PublishTiming;
import dev.cairn.server.publish.Publisher;
import dev.cairn.server.read.Inclusion;
import dev.cairn.server.read.LogReader;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.thread.Threads;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** A log that no server runs, read in this process by what a server reads with. */
public final class OfflineLog implements AutoCloseable {
  private final DataFolder folder;
  private final LogStore store;
  private final HeadFile memory;
  private final LogReader reader;
  private final TreeHead head;

  private OfflineLog(DataFolder folder) throws DataFolderException, IOException {
    this.folder = folder;
    this.store = folder.openStore();
    this.memory = folder.openPublishedHead();
    SignedCheckpoint newest = memory.newest(folder.verifierKey()).orElseThrow();
    // Never started: it publishes nothing, and only says what was published.
    Publisher publisher =
        new Publisher(
            Threads.PLATFORM,
            folder.signingKey(new char[0]),
            memory,
            PublishTiming.DEFAULT,
            newest,
            store.head(),
            HeadCheck.after(store, newest.head()),
            PublicationClock.after(InstantSource.system(), Instant.EPOCH),
            _ -> {},
            Runnable::run,
            _ -> {},
            () -> {});
    this.reader = new LogReader(store, publisher);
    this.head = newest.head();
  }

  /**
   * Opens the log in a folder whose key is not encrypted.
   *
   * @throws IOException if it cannot be opened
   */
  public static OfflineLog open(Path data) throws IOException {
    try {
      return new OfflineLog(DataFolder.open(data));
    } catch (DataFolderException e) {
      throw new IOException(e);
    }
  }

  /** The newest published head. */
  public TreeHead head() {
    return head;
  }

  /** Proves that an entry is in the newest published tree, and verifies the proof. */
  public Inclusion prove(long index) {
    return reader.inclusion(index, head);
  }

  @Override
  public void close() {
    store.close();
    try {
      memory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      folder.close();
    }
  }
}
