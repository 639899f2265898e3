package dev.cairn.witness.folder;

import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.KeyFileException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.Witness;
import dev.cairn.witness.store.StoreException;
import dev.cairn.witness.store.StoredLog;
import dev.cairn.witness.store.WitnessStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An open data folder: locked against every other process until it is closed. */
public final class WitnessFolder implements AutoCloseable {
  private static final String DESCRIPTION = "witness.json";
  private static final int PAGE = 1_000;

  private final Path path;
  private final List<VerifierKey> verifierKeys;
  private final FolderLock lock;

  private WitnessFolder(Path path, List<VerifierKey> verifierKeys, FolderLock lock) {
    this.path = path;
    this.verifierKeys = verifierKeys;
    this.lock = lock;
  }

  /**
   * Makes a new witness that knows no log.
   *
   * @param path a folder that is empty or does not exist
   * @param keys the keys that cosign, at least one, all of cosigners' types, of different types and
   *     of the same name, which is the witness's
   * @param passphrase encrypts the key files; empty: not encrypted
   * @throws WitnessFolderException if the folder has something in it, or cannot be written
   * @throws IllegalArgumentException if the keys are not as they must be
   */
  public static void create(Path path, List<SigningKey> keys, char[] passphrase)
      throws WitnessFolderException {
    List<VerifierKey> verifierKeys = keys.stream().map(SigningKey::verifierKey).toList();
    requireOneWitness(verifierKeys);
    try {
      Files.createDirectories(path);
      requireEmpty(path);
      for (SigningKey key : keys) {
        write(keyFile(path, key.verifierKey()), key, passphrase);
      }
      WitnessStore.create(path.resolve("store"));
      // Written last: a folder without it is no witness.
      WitnessDescription.of(verifierKeys).write(path.resolve(DESCRIPTION));
      sync(path);
    } catch (IOException | KeyFileException | StoreException e) {
      throw new WitnessFolderException(
          "cannot create a witness in " + path + ": " + e.getMessage(), e);
    }
  }

  private static void requireOneWitness(List<VerifierKey> keys) {
    if (keys.isEmpty()
        || keys.stream().map(VerifierKey::name).distinct().count() != 1
        || keys.stream().map(VerifierKey::type).distinct().count() != keys.size()
        || keys.stream().anyMatch(key -> key.type() == KeyType.ED25519)) {
      throw new IllegalArgumentException(
          "a witness has cosigners' keys of one name and different types");
    }
  }

  private static void requireEmpty(Path path) throws IOException, WitnessFolderException {
    try (Stream<Path> content = Files.list(path)) {
      if (content.findAny().isPresent()) {
        throw new WitnessFolderException(
            path + " is not empty; choose another folder for a new witness");
      }
    }
  }

  private static void write(Path file, SigningKey key, char[] passphrase) throws KeyFileException {
    if (passphrase.length == 0) {
      KeyFile.write(file, key);
    } else {
      KeyFile.write(file, key, passphrase);
    }
  }

  private static Path keyFile(Path path, VerifierKey key) {
    return path.resolve("key-%02x".formatted(key.type().code()));
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Opens and locks a folder.
   *
   * @throws WitnessFolderException if it is no witness's folder, damaged, of a newer format, or in
   *     use
   */
  public static WitnessFolder open(Path path) throws WitnessFolderException {
    Path description = path.resolve(DESCRIPTION);
    if (!Files.isDirectory(path) || !Files.isRegularFile(description)) {
      throw new WitnessFolderException(
          "%s is not a witness's data folder (no %s); create one with: cairn witness init --data %s --name NAME"
              .formatted(path, DESCRIPTION, path));
    }
    List<VerifierKey> keys = WitnessDescription.read(description);
    return new WitnessFolder(path, keys, FolderLock.take(path.resolve("lock")));
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** The witness's name: that of its keys. */
  public String name() {
    return verifierKeys.getFirst().name();
  }

  /** The witness's public keys, at least one. */
  public List<VerifierKey> verifierKeys() {
    return verifierKeys;
  }

  /** Whether the signing keys can be read only with a passphrase. */
  public boolean keysAreEncrypted() throws WitnessFolderException {
    try {
      return KeyFile.isEncrypted(keyFile(path, verifierKeys.getFirst()));
    } catch (KeyFileException e) {
      throw WitnessFolderException.because(e);
    }
  }

  /**
   * The vkeys of the logs that the witness knows. The witness must not be open.
   *
   * @throws WitnessFolderException if the store cannot be opened
   */
  public Set<String> witnessedKeys() throws WitnessFolderException {
    Set<String> vkeys = new HashSet<>();
    try (WitnessStore store = WitnessStore.open(path.resolve("store"))) {
      List<StoredLog> page = store.logs(PAGE);
      while (!page.isEmpty()) {
        page.forEach(log -> vkeys.add(log.vkey()));
        page = store.logsAfter(page.getLast().originHash(), PAGE);
      }
      return vkeys;
    } catch (StoreException e) {
      throw WitnessFolderException.because(e);
    }
  }

  /**
   * Opens the witness. It must be closed before the folder is.
   *
   * @param passphrase empty: the key files are not encrypted
   * @param clock what the cosignatures' times come from
   * @throws WitnessFolderException if a key cannot be read or is another witness's, or the store
   *     cannot be opened
   */
  public Witness openWitness(char[] passphrase, InstantSource clock) throws WitnessFolderException {
    List<SigningKey> keys = signingKeys(passphrase);
    try {
      return new Witness(WitnessStore.open(path.resolve("store")), keys, clock);
    } catch (StoreException e) {
      throw WitnessFolderException.because(e);
    }
  }

  private List<SigningKey> signingKeys(char[] passphrase) throws WitnessFolderException {
    List<SigningKey> keys = new ArrayList<>();
    try {
      for (VerifierKey verifierKey : verifierKeys) {
        Path file = keyFile(path, verifierKey);
        SigningKey key = KeyFile.read(file, passphrase);
        if (!key.verifierKey().equals(verifierKey)) {
          throw new WitnessFolderException(
              file + " is not the key of this witness; put back the one of " + verifierKey);
        }
        keys.add(key);
      }
    } catch (KeyFileException e) {
      throw WitnessFolderException.because(e);
    }
    return keys;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
