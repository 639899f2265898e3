package dev.cairn.server.folder;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The losses that a log has declared: signed statements in files of their own, {@code losses/1} and
 * so on, each of which verified when it was read.
 */
public final class Losses {
  private static final int MAX_LOSSES = 1_000;

  private final Path folder;
  private final List<Declared> all;

  private Losses(Path folder, List<Declared> all) {
    this.folder = folder;
    this.all = all;
  }

  /**
   * A declared loss.
   *
   * @param note the signed note
   * @param statement what it says
   */
  public record Declared(SignedNote note, LossStatement statement) {}

  static Losses read(Path folder, VerifierKey log) throws DataFolderException {
    List<Declared> all = new ArrayList<>();
    try {
      for (int i = 1; Files.exists(folder.resolve(Integer.toString(i))); i++) {
        Path file = folder.resolve(Integer.toString(i));
        if (i > MAX_LOSSES || Files.size(file) > SignedNote.MAX_BYTES) {
          throw new DataFolderException(folder + " has more than a log can have lost");
        }
        byte[] note = Files.readAllBytes(file);
        all.add(new Declared(SignedNote.parse(note), LossStatement.open(note, log)));
      }
      return new Losses(folder, all);
    } catch (IOException | MalformedException | VerificationException e) {
      throw new DataFolderException(
          folder + " has a statement that is not this log's: " + e.getMessage(), e);
    }
  }

  /** All of them, the oldest first. */
  public List<Declared> all() {
    return List.copyOf(all);
  }

  /** The newest. */
  public Optional<Declared> newest() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Whether any of them names exactly this head as lost. */
  public boolean name(TreeHead head) {
    return all.stream().anyMatch(declared -> declared.statement().names(head));
  }

  /** Adds a statement; durable once this returns. */
  public void add(SignedNote note, LossStatement statement) throws DataFolderException {
    Path file = folder.resolve(Integer.toString(all.size() + 1));
    Path next = folder.resolve("next");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(next);
      Files.write(next, note.toBytes(), StandardOpenOption.CREATE_NEW);
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      DataFolder.sync(folder);
      DataFolder.syncFolderOf(folder);
      all.add(new Declared(note, statement));
    } catch (IOException e) {
      throw new DataFolderException("cannot write " + file + ": " + e, e);
    }
  }
}
