package dev.cairn.faults.damage;

import dev.cairn.faults.FolderImage;
import dev.cairn.faults.damage.Fate.Kind;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.log.FolderCheck;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.read.Inclusion;
import dev.cairn.server.read.LogReader;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/** Does damage to a copy of a log, asks it for everything, and compares with the truth. */
final class Trial implements AutoCloseable {
  static final String STORE = "store/data.mdb";
  private static final char[] NO_PASSPHRASE = new char[0];
  private static final int SECONDS = 20;
  private static final int RUN = 32;

  private final FolderImage image;
  private final int size;
  private final Path folder;
  private final ExecutorService readers = Executors.newFixedThreadPool(2);

  /**
   * @param image a sound log, as {@link Truth} says
   * @param size of it
   * @param folder where it is tried out
   */
  Trial(FolderImage image, int size, Path folder) {
    this.image = image;
    this.size = size;
    this.folder = folder;
  }

  /** Something was wrong with an answer. */
  private static final class WrongException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Fate fate;

    WrongException(Kind kind, String words) {
      super(words);
      this.fate = Fate.of(kind, words);
    }
  }

  /** Flips a bit of a log that is not open. */
  Fate atRest(Flip flip) throws IOException {
    image.with(STORE, flip.in(image.bytes(STORE))).writeTo(folder);
    return fate(() -> {});
  }

  /** Flips a bit under a log that is open. */
  Fate running(Flip flip) throws IOException {
    image.writeTo(folder);
    byte[] flipped = {flip.in(image.bytes(STORE))[flip.offset()]};
    return fate(
        () -> {
          try (FileChannel file =
              FileChannel.open(folder.resolve(STORE), StandardOpenOption.WRITE)) {
            int _ = file.write(ByteBuffer.wrap(flipped), flip.offset());
          }
        });
  }

  /** Cuts the file off. */
  Fate truncated(int length) throws IOException {
    image.with(STORE, java.util.Arrays.copyOf(image.bytes(STORE), length)).writeTo(folder);
    return fate(() -> {});
  }

  /** What is done to the log once it is open. */
  private interface Damage {
    void happens() throws IOException;
  }

  private Fate fate(Damage damage) {
    Optional<Fate> opened = open(damage);
    Fate checked = fsck();
    // What was found at once is found; but never is a wrong answer excused.
    return opened.orElse(checked);
  }

  private Optional<Fate> open(Damage damage) {
    boolean isOpen = false;
    try (HostedLog log =
        HostedLog.open(DataFolder.open(folder), NO_PASSPHRASE, LogSettings.DEFAULT, readers)) {
      isOpen = true;
      damage.happens();
      Truth truth = new Truth(size);
      readAll(log, truth);
      append(log, truth);
      readAll(log, truth);
      return Optional.empty();
    } catch (WrongException e) {
      return Optional.of(e.fate);
    } catch (TimeoutException | InterruptedException e) {
      return Optional.of(Fate.of(Kind.CRASHED, "no answer in " + SECONDS + " s"));
    } catch (DataFolderException | StoreException | IOException | ExecutionException e) {
      return Optional.of(Fate.of(isOpen ? Kind.FAILED : Kind.REFUSED, e));
    }
  }

  private Fate fsck() {
    try (DataFolder data = DataFolder.open(folder)) {
      FolderCheck.Result result = FolderCheck.check(data, (_, _, _) -> {});
      return result.isClean()
          ? Fate.of(Kind.HARMLESS, "")
          : Fate.of(Kind.FOUND, result.store().findings() + " " + result.published());
    } catch (DataFolderException e) {
      return Fate.of(Kind.FOUND, e);
    }
  }

  private void readAll(HostedLog log, Truth truth) throws WrongException {
    LogReader reader = log.reader();
    TreeHead newest = reader.newest().head();
    if (newest.size() > truth.size() || !newest.equals(truth.head(newest.size()))) {
      throw new WrongException(Kind.SIGNED, "a head of another tree: " + newest);
    }
    for (long start = 0; start < newest.size(); start += RUN) {
      readRun(reader, truth, start, Math.min(newest.size(), start + RUN));
    }
    for (int i = 0; i < size; i += 5) {
      Optional<Long> index = reader.keyedIndex(Truth.keyAt(i));
      if (index.isPresent() && index.get() != i) {
        throw new WrongException(Kind.SERVED, "key of " + i + " leads to " + index.get());
      }
    }
  }

  private static void readRun(LogReader reader, Truth truth, long start, long end)
      throws WrongException {
    List<Long> indexes = LongStream.range(start, end).boxed().toList();
    List<byte[]> entries = reader.entries(indexes);
    for (int i = 0; i < entries.size(); i++) {
      if (!truth.isAt(start + i, entries.get(i))) {
        throw new WrongException(Kind.SERVED, "entry " + (start + i));
      }
    }
    TreeHead newest = reader.newest().head();
    try {
      for (Inclusion proof : reader.inclusions(indexes, newest.size())) {
        ProofVerifier.inclusion(
            proof.index(),
            truth.leaf(Math.toIntExact(proof.index())),
            truth.head(proof.treeSize()),
            proof.hashes());
      }
      ProofVerifier.consistency(
          truth.head(end), truth.head(newest.size()), reader.consistency(end, newest.size()));
    } catch (VerificationException e) {
      throw new WrongException(Kind.SERVED, "a proof of " + start + ": " + e.getMessage());
    }
  }

  /** One more entry, and one that is there already. */
  private void append(HostedLog log, Truth truth)
      throws WrongException, InterruptedException, ExecutionException, TimeoutException {
    byte[] more = Truth.entryAt(size);
    submit(log, more, Optional.empty());
    truth.add(more);
    TreeHead head = log.publisher().await(log.durableSize()).get(SECONDS, TimeUnit.SECONDS).head();
    if (!head.equals(truth.head(size + 1))) {
      throw new WrongException(Kind.SIGNED, "a head of another tree: " + head);
    }
  }

  private static void submit(HostedLog log, byte[] entry, Optional<String> key)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<AppendOutcome> decided = new CompletableFuture<>();
    log.submit(new Append(List.of(entry), key, Append.Goal.CHECKPOINT, decided::complete));
    AppendOutcome outcome = decided.get(SECONDS, TimeUnit.SECONDS);
    if (!(outcome instanceof AppendOutcome.Durable)) {
      throw new ExecutionException(new IOException(outcome.toString()));
    }
  }

  @Override
  public void close() {
    readers.close();
  }
}
