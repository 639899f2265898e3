package dev.cairn.server.folder;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.KeyFileException;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An open data folder: locked against every other process until it is closed. */
public final class DataFolder implements AutoCloseable {
  static final String DESCRIPTION = "log.json";
  static final String KEY = "key";
  static final String PUBLISHED = "published";
  static final String WITNESSED = "witnessed";
  static final String JOURNAL = "journal";
  static final String STORE = "store";
  static final String INDEX = "index";
  static final String EVENTS = "events";
  static final String EVENTS_MARK = "has-events";
  static final String LOSSES = "losses";
  static final String LOCK = "lock";

  /** The checkpoint that a restore has brought the folder to, until the log may sign again. */
  static final String RESTORED = "restored";

  private final Path path;
  private final int format;
  private final VerifierKey verifierKey;
  private final FolderLock lock;
  private final boolean readOnly;

  private DataFolder(
      Path path, int format, VerifierKey verifierKey, FolderLock lock, boolean readOnly) {
    this.readOnly = readOnly;
    this.path = path;
    this.format = format;
    this.verifierKey = verifierKey;
    this.lock = lock;
  }

  /**
   * Makes a new, empty log. Its origin is the key's name.
   *
   * @param path a folder that is empty or does not exist
   * @param passphrase encrypts the key file; empty: not encrypted
   * @throws DataFolderException if the folder has something in it, or cannot be written
   */
  public static void create(Path path, SigningKey key, char[] passphrase)
      throws DataFolderException {
    try {
      Path parent = existing(path.toAbsolutePath().normalize().getParent());
      Files.createDirectories(path);
      requireEmpty(path);
      if (passphrase.length == 0) {
        KeyFile.write(path.resolve(KEY), key);
      } else {
        KeyFile.write(path.resolve(KEY), key, passphrase);
      }
      LmdbLogStore.create(path.resolve(STORE), key.verifierKey().name());
      Journal.create(path.resolve(JOURNAL));
      Checkpoint empty = new Checkpoint(key.verifierKey().name(), TreeHead.EMPTY, List.of());
      HeadFile.create(path.resolve(PUBLISHED), SignedCheckpoint.sign(empty, key));
      // Written last: a folder without it is no log.
      LogDescription.of(key.verifierKey()).write(path.resolve(DESCRIPTION));
      sync(path);
      syncUpTo(parent, path.toAbsolutePath().normalize());
    } catch (IOException | KeyFileException | StoreException e) {
      throw new DataFolderException("cannot create a log in " + path + ": " + e.getMessage(), e);
    }
  }

  /** The nearest of a folder and those above it that exists. */
  private static Path existing(@Nullable Path folder) {
    return folder == null || Files.isDirectory(folder)
        ? Optional.ofNullable(folder).orElse(Path.of("/"))
        : existing(folder.getParent());
  }

  /** Makes the names of all folders durable that were made to have {@code path}. */
  private static void syncUpTo(Path parent, Path path) throws IOException {
    for (Path folder = path.getParent();
        folder != null && folder.startsWith(parent);
        folder = folder.getParent()) {
      if (Files.isReadable(folder)) {
        sync(folder);
      }
    }
  }

  private static void requireEmpty(Path path) throws IOException, DataFolderException {
    try (Stream<Path> content = Files.list(path)) {
      if (content.findAny().isPresent()) {
        throw new DataFolderException(path + " is not empty; choose another folder for a new log");
      }
    }
  }

  /**
   * Opens and locks a folder.
   *
   * @throws DataFolderException if it is no log's folder, damaged, of a newer format, or in use
   */
  public static DataFolder open(Path path) throws DataFolderException {
    LogDescription log = describe(path);
    VerifierKey key = log.verifierKey(path.resolve(DESCRIPTION));
    FolderLock lock = FolderLock.take(path.resolve(LOCK));
    DataFolder folder = new DataFolder(path, log.format(), key, lock, false);
    try {
      StoreSwap.finish(path);
    } catch (IOException e) {
      folder.close();
      throw new DataFolderException(
          "the repaired store in %s cannot be put in place: %s".formatted(path, e), e);
    }
    return folder;
  }

  /**
   * Opens a folder to be read only, beside others that read it: neither the store nor the journal
   * nor a head is written, and nothing is checked against the tree but what was published.
   *
   * @throws DataFolderException if it is no log's folder, damaged, of a newer format, or being
   *     written to
   */
  public static DataFolder openReadOnly(Path path) throws DataFolderException {
    LogDescription log = describe(path);
    VerifierKey key = log.verifierKey(path.resolve(DESCRIPTION));
    return new DataFolder(path, log.format(), key, FolderLock.share(path.resolve(LOCK)), true);
  }

  /**
   * Whether the file system of a folder cannot be written to.
   *
   * @throws DataFolderException if that cannot be found out
   */
  public static boolean isOnReadOnlyDisk(Path path) throws DataFolderException {
    try {
      return Files.exists(path) && Files.getFileStore(path).isReadOnly();
    } catch (IOException e) {
      throw new DataFolderException(path + ": " + e, e);
    }
  }

  /** Whether the folder was opened to be read only. */
  public boolean isReadOnly() {
    return readOnly;
  }

  /** What the folder says that it is. */
  static LogDescription describe(Path path) throws DataFolderException {
    Path description = path.resolve(DESCRIPTION);
    if (Files.exists(path.resolve(Restoration.UNFINISHED)) && Files.notExists(description)) {
      throw new DataFolderException(
          path + " is not a log yet: a restore was interrupted; run cairn restore again");
    }
    if (!Files.isDirectory(path) || !Files.isRegularFile(description)) {
      throw new DataFolderException(
          "%s is not a log's data folder (no %s); create one with: cairn init --data %s --origin NAME"
              .formatted(path, DESCRIPTION, path));
    }
    return LogDescription.read(description);
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** The log's public key; its name is the log's origin. */
  public VerifierKey verifierKey() {
    return verifierKey;
  }

  /** Whether the signing key can be read only with a passphrase. */
  public boolean keyIsEncrypted() throws DataFolderException {
    try {
      return KeyFile.isEncrypted(path.resolve(KEY));
    } catch (KeyFileException e) {
      throw DataFolderException.because(e);
    }
  }

  /**
   * Reads the signing key.
   *
   * @param passphrase empty: the key file is not encrypted
   * @throws DataFolderException if it cannot be read, or is another log's
   */
  public SigningKey signingKey(char[] passphrase) throws DataFolderException {
    Path file = path.resolve(KEY);
    try {
      SigningKey key = passphrase.length == 0 ? KeyFile.read(file) : KeyFile.read(file, passphrase);
      if (!key.verifierKey().equals(verifierKey)) {
        throw new DataFolderException(
            file + " is not the key of this log; put back the one of " + verifierKey);
      }
      return key;
    } catch (KeyFileException e) {
      throw DataFolderException.because(e);
    }
  }

  /** Where the store is. */
  public Path storeFolder() {
    return path.resolve(STORE);
  }

  /** Where a damaged store is made anew; deleted if an earlier repair has left something there. */
  public Path newRepairFolder() throws DataFolderException {
    Path repair = StoreSwap.repairFolder(path);
    try {
      if (Files.exists(repair)) {
        Restoration.delete(repair);
      }
      return repair;
    } catch (IOException e) {
      throw new DataFolderException("cannot delete " + repair + ": " + e, e);
    }
  }

  /**
   * Puts the store that was made in {@link #newRepairFolder} in the place of the damaged one, and
   * deletes the indexes, which are built anew. Neither store is open.
   *
   * @return where the damaged one is kept
   */
  public Path acceptRepair() throws DataFolderException {
    try {
      return StoreSwap.swap(path);
    } catch (IOException e) {
      throw new DataFolderException(
          "the repaired store in %s cannot be put in place: %s".formatted(path, e), e);
    }
  }

  /** Deletes the indexes, which are built anew from the store. */
  public void deleteIndexes() throws DataFolderException {
    try {
      StoreSwap.deleteIndexes(path);
    } catch (IOException e) {
      throw new DataFolderException("cannot delete the indexes in %s: %s".formatted(path, e), e);
    }
  }

  /** Opens the store. */
  public LogStore openStore() throws DataFolderException {
    try {
      return readOnly
          ? LmdbLogStore.openReadOnly(storeFolder(), verifierKey.name())
          : LmdbLogStore.open(storeFolder(), verifierKey.name());
    } catch (StoreException e) {
      throw DataFolderException.because(e);
    }
  }

  /**
   * Opens the journal, after which the store has all of it that it has room for; to be read only,
   * nothing of it.
   *
   * @param store the folder's
   */
  public Journal openJournal(LogStore store) throws DataFolderException {
    try {
      if (format == LogDescription.WITHOUT_JOURNAL && !readOnly) {
        addJournal();
      }
      if (!readOnly) {
        return Journal.open(journal(), store);
      }
      return format == LogDescription.WITHOUT_JOURNAL
          ? Journal.none(journal())
          : Journal.openReadOnly(journal());
    } catch (StoreException e) {
      throw DataFolderException.because(e);
    } catch (IOException e) {
      throw new DataFolderException("cannot add a journal to " + path + ": " + e, e);
    }
  }

  /** Brings a folder of the format before to the present one. */
  private void addJournal() throws IOException {
    Path next = path.resolve("journal.next");
    if (Files.notExists(journal())) {
      Files.deleteIfExists(next);
      Journal.create(next);
      Files.move(next, journal(), StandardCopyOption.ATOMIC_MOVE);
      sync(path);
    }
    LogDescription.of(verifierKey).replace(path.resolve(DESCRIPTION));
    sync(path);
  }

  /** Makes it durable that a folder has the files that were made in it. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes it durable that a file was made. */
  static void syncFolderOf(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  /**
   * How many entries are in the journal only.
   *
   * @param store the folder's
   */
  public long journaledEntries(LogStore store) throws DataFolderException {
    try {
      return format == LogDescription.WITHOUT_JOURNAL
          ? 0
          : Journal.unstoredEntries(journal(), store);
    } catch (StoreException e) {
      throw DataFolderException.because(e);
    }
  }

  private Path journal() {
    return path.resolve(JOURNAL);
  }

  /** Where the index of leaf hashes is. */
  public Path indexFolder() {
    return path.resolve(INDEX);
  }

  /** Where the scrub keeps how far it has come. */
  public Path scrubFile() {
    return path.resolve("scrub");
  }

  /** Where the index of events is, once the log has had one. */
  public Path eventsFolder() {
    return path.resolve(EVENTS);
  }

  /** Whether the log has had an event, or was about to have one. */
  public boolean hasEvents() {
    return Files.exists(path.resolve(EVENTS_MARK));
  }

  /**
   * Notes durably that the log has events, so that their index is built anew where it is missing.
   */
  public void markEvents() throws DataFolderException {
    if (hasEvents()) {
      return;
    }
    Path mark = path.resolve(EVENTS_MARK);
    try {
      Files.write(mark, new byte[0], StandardOpenOption.CREATE);
      sync(path);
    } catch (IOException e) {
      throw new DataFolderException("cannot make " + mark + ": " + e, e);
    }
  }

  /**
   * The checkpoint that a restore has brought the folder to. While there is one, the log signs
   * nothing, and takes no appends: what it has may be less than was published.
   */
  public Optional<SignedCheckpoint> restored() throws DataFolderException {
    Path mark = path.resolve(RESTORED);
    try {
      return Files.exists(mark)
          ? Optional.of(SignedCheckpoint.open(Files.readAllBytes(mark), verifierKey))
          : Optional.empty();
    } catch (IOException | MalformedException | VerificationException e) {
      throw new DataFolderException(
          mark + " is not a checkpoint of this log; restore the folder again", e);
    }
  }

  /** Notes durably that a restore has brought the folder to a checkpoint. */
  public void markRestored(SignedCheckpoint checkpoint) throws DataFolderException {
    Path mark = path.resolve(RESTORED);
    Path next = path.resolve(RESTORED + ".next");
    try {
      Files.write(next, checkpoint.toBytes());
      sync(next);
      Files.move(next, mark, StandardCopyOption.ATOMIC_MOVE);
      sync(path);
    } catch (IOException e) {
      throw new DataFolderException("cannot make " + mark + ": " + e, e);
    }
  }

  /** Notes durably that the folder has all that was published, or that the loss was declared. */
  public void clearRestored() throws DataFolderException {
    try {
      if (Files.deleteIfExists(path.resolve(RESTORED))) {
        sync(path);
      }
    } catch (IOException e) {
      throw new DataFolderException("cannot remove " + path.resolve(RESTORED) + ": " + e, e);
    }
  }

  /** The losses that the log has declared. */
  public Losses losses() throws DataFolderException {
    return Losses.read(path.resolve(LOSSES), verifierKey);
  }

  /** Opens the newest published checkpoint. */
  public HeadFile openPublishedHead() throws DataFolderException {
    Path file = path.resolve(PUBLISHED);
    try {
      return readOnly
          ? HeadFile.open(file, FileChannel.open(file, StandardOpenOption.READ))
          : HeadFile.open(file);
    } catch (IOException e) {
      throw new DataFolderException(
          file + " cannot be opened; without it a rollback would go unnoticed: restore it", e);
    }
  }

  /** Opens the newest witnessed checkpoint; an empty file, if there was none. */
  public HeadFile openWitnessedHead() throws DataFolderException {
    Path file = path.resolve(WITNESSED);
    try {
      return HeadFile.openCosigned(file);
    } catch (IOException e) {
      throw new DataFolderException(file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
