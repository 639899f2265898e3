package dev.cairn.client;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in a folder that only its owner can use: a file {@code heads/*.checkpoint} for each log
 * (its vkey on the first line, then its newest checkpoint as a signed note) and a file {@code
 * keys/*.key} for each address (target, origin and vkey, a line each). Heads of a series of their
 * own are in a folder below {@code heads}. How far entries were hashed is in {@code
 * entries/*.frontier}.
 *
 * <p>Files are replaced as a whole and are durable before a method returns. A lock file in the
 * folder keeps processes from moving a head backwards between them. Only for file systems with
 * POSIX permissions.
 */
public final class FolderMemory implements HeadMemory, TrustStore, EntryMemory {
  private final Path headFolder;
  private final StateFolder heads;
  private final StateFolder keys;
  private final StateFolder entries;

  /**
   * @param folder created on the first write, with its parents, for its owner only
   */
  public FolderMemory(Path folder) {
    this(
        folder.resolve("heads"),
        StateFolder.trusted(folder.resolve("keys")),
        StateFolder.trusted(folder.resolve("entries")));
  }

  private FolderMemory(Path headFolder, StateFolder keys, StateFolder entries) {
    this.headFolder = headFolder;
    this.heads = StateFolder.trusted(headFolder);
    this.keys = keys;
    this.entries = entries;
  }

  @Override
  public FolderMemory apart(String series) {
    return new FolderMemory(
        headFolder.resolve(StateFolder.fileName(series, series)), keys, entries);
  }

  /**
   * The user's configuration folder for Cairn: {@code $XDG_CONFIG_HOME/cairn}, or {@code
   * ~/.config/cairn} where that is not set.
   */
  public static Path userFolder() {
    String configured = System.getenv("XDG_CONFIG_HOME");
    Path base =
        configured == null || configured.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(configured);
    return base.resolve("cairn");
  }

  @Override
  public Optional<SignedCheckpoint> newest(VerifierKey log) throws MemoryException {
    Optional<byte[]> bytes = heads.read(headFile(log));
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(parseHead(log, heads.path(headFile(log)), bytes.get()));
  }

  @Override
  public boolean advance(TreeHead known, SignedCheckpoint next) throws MemoryException {
    VerifierKey log = next.log();
    try (StateFolder.Lock lock = heads.lock()) {
      TreeHead remembered = newest(log).map(SignedCheckpoint::head).orElse(TreeHead.EMPTY);
      if (!remembered.equals(known)) {
        return false;
      }
      lock.replace(headFile(log), (log + "\n" + next).getBytes(StandardCharsets.UTF_8));
      return true;
    }
  }

  @Override
  public Optional<VerifierKey> trusted(LogAddress address) throws MemoryException {
    Optional<byte[]> bytes = keys.read(keyFile(address));
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(parseKey(address, keys.path(keyFile(address)), bytes.get()));
  }

  @Override
  public VerifierKey trust(LogAddress address, VerifierKey key) throws MemoryException {
    try (StateFolder.Lock lock = keys.lock()) {
      Optional<VerifierKey> earlier = trusted(address);
      if (earlier.isPresent()) {
        return earlier.get();
      }
      String text = address.target() + "\n" + address.origin() + "\n" + key + "\n";
      lock.replace(keyFile(address), text.getBytes(StandardCharsets.UTF_8));
      return key;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>What is damaged counts for nothing: the entries are hashed again then.
   */
  @Override
  public Optional<HashedEntries> hashed(VerifierKey log) throws MemoryException {
    Optional<byte[]> bytes = entries.read(entriesFile(log));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(HashedEntriesText.parse(bytes.get(), log));
    } catch (MalformedException | VerificationException _) {
      return Optional.empty();
    }
  }

  @Override
  public void keep(HashedEntries hashed) throws MemoryException {
    try (StateFolder.Lock lock = entries.lock()) {
      lock.replace(entriesFile(hashed.head().log()), HashedEntriesText.format(hashed));
    }
  }

  private static String entriesFile(VerifierKey log) {
    return StateFolder.fileName(log.name(), log.toString()) + ".frontier";
  }

  /** The file that a key trusted on first use is kept in, to be named to the user. */
  public Path keyPath(LogAddress address) {
    return keys.path(keyFile(address));
  }

  private static String headFile(VerifierKey log) {
    return StateFolder.fileName(log.name(), log.toString()) + ".checkpoint";
  }

  private static String keyFile(LogAddress address) {
    return StateFolder.fileName(address.target(), address.target() + "\n" + address.origin())
        + ".key";
  }

  private static SignedCheckpoint parseHead(VerifierKey log, Path file, byte[] bytes)
      throws MemoryException {
    byte[] firstLine = (log + "\n").getBytes(StandardCharsets.UTF_8);
    if (!startsWith(bytes, firstLine)) {
      throw damaged(file, "its first line is not " + log);
    }
    try {
      return SignedCheckpoint.open(Arrays.copyOfRange(bytes, firstLine.length, bytes.length), log);
    } catch (MalformedException | VerificationException e) {
      throw damaged(file, e.getMessage());
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static VerifierKey parseKey(LogAddress address, Path file, byte[] bytes)
      throws MemoryException {
    try {
      List<String> lines = Arrays.asList(CanonicalText.parseUtf8("it", bytes).split("\n", -1));
      if (lines.size() != 4
          || !lines.getFirst().equals(address.target())
          || !lines.get(1).equals(address.origin())
          || !lines.getLast().isEmpty()) {
        throw damaged(file, "it is not the key for " + address);
      }
      return VerifierKey.parse(lines.get(2));
    } catch (MalformedException e) {
      throw damaged(file, e.getMessage());
    }
  }

  private static MemoryException damaged(Path file, @Nullable String how) {
    return new MemoryException(
        file
            + " is damaged ("
            + how
            + "): restore it from a backup, or remove it to trust afresh what the log says next");
  }
}
