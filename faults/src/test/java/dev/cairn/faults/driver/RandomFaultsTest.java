package dev.cairn.faults.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Folders;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.Machine;
import dev.cairn.faults.NotStartedException;
import dev.cairn.faults.Scale;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.faults.Writers;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RandomFaultsTest {
  private static final int ROUNDS = Scale.count("rounds", 3, 200);
  private static final int WRITERS = 8;
  private static final int MAX_MILLIS = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> FILES = List.of("journal", "store/data.mdb", "published");
  private static final List<String> CALLS = List.of("pwrite64", "fdatasync", "openat");
  private static final List<String> ERRORS = List.of("EIO", "ENOSPC");

  @TempDir Path temp;
  private Path data;
  private VerifierKey key;
  private Ledger ledger;

  /** The kinds of rounds. */
  private enum Fault {
    NONE,
    KILL,
    NESTED_KILL,
    FAILING_CALL,
    FLIPPED_COPY
  }

  @BeforeEach
  void make() throws Exception {
    data = temp.toRealPath().resolve("log");
    key = Cli.init(data);
    ledger = new Ledger(temp.resolve("ledger"));
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  @Test
  void aLogSurvivesWhateverComes() throws Exception {
    long seed = Scale.seed("random faults");
    Map<Fault, Integer> counts = new TreeMap<>();
    Holder holder = new Holder(key, ledger);
    for (int number = 0; number < ROUNDS; number++) {
      Random random = Scale.random(seed, number);
      Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
      round(fault, number, random);
      try (ServerProcess server = Launch.of(data).start()) {
        holder.check(server);
        assertEquals(0, server.terminate(), "after round " + number + ": " + fault);
      }
      counts.merge(fault, 1, Integer::sum);
    }
    Cli fsck = Cli.fsck(data);
    assertEquals(0, fsck.exitCode(), fsck.out());
    Told.promised(
        "whatever comes: nothing acknowledged is lost, one history, sound",
        "%d rounds %s, %,d acknowledged entries and %,d heads held"
            .formatted(ROUNDS, counts, ledger.acknowledged().size(), ledger.heads().size()));
  }

  private void round(Fault fault, int number, Random random) throws Exception {
    switch (fault) {
      case NONE -> serve(Launch.of(data), number, random, false);
      case KILL -> serve(Launch.of(data), number, random, true);
      case NESTED_KILL -> {
        serve(Launch.of(data), number, random, true);
        for (int i = 0; i < 3; i++) {
          Process process = Launch.of(data).begin();
          Thread.sleep(random.nextInt(2 * MAX_MILLIS));
          var _ = process.destroyForcibly().waitFor();
        }
      }
      case FAILING_CALL -> {
        if (Machine.program("strace").isPresent()) {
          serve(Launch.of(data).under(failing(random)), number, random, random.nextBoolean());
        }
      }
      case FLIPPED_COPY -> flipCopy(random);
    }
  }

  private List<String> failing(Random random) {
    String call = CALLS.get(random.nextInt(CALLS.size()));
    String error = ERRORS.get(random.nextInt(ERRORS.size()));
    List<String> command = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf"));
    command.addAll(List.of("-o", temp.resolve("trace").toString(), "-e", "signal=none"));
    command.addAll(List.of("-e", "trace=" + call));
    command.addAll(
        List.of("-e", "inject=%s:error=%s:when=%d".formatted(call, error, 1 + random.nextInt(60))));
    for (String file : FILES) {
      command.addAll(List.of("-P", data.resolve(file).toString()));
    }
    return command;
  }

  private void serve(Launch launch, int number, Random random, boolean kill) throws Exception {
    try (ServerProcess server = launch.start();
        Writers writers = Writers.start(server, key, ledger, WRITERS, "round " + number)) {
      writers.awaitUnderWay();
      Thread.sleep(random.nextInt(MAX_MILLIS));
      if (kill) {
        server.kill();
      } else {
        int _ = server.terminate();
      }
      writers.join();
    } catch (NotStartedException e) {
      // With a call that fails it may not start; without one, the next start shows it.
    }
  }

  /** The log itself stays as it is: a flipped bit needs a backup, which is another matter. */
  private void flipCopy(Random random) throws Exception {
    Path copy = temp.resolve("copy");
    Folders.delete(copy);
    Folders.copy(data, copy);
    flip(copy.resolve("store/data.mdb"), random);
    try (ServerProcess server = Launch.of(copy).start();
        LogClient client = server.client(key, PATIENCE)) {
      long size = client.checkpoint().head().size();
      for (long index = 0; index < size; index += 1 + random.nextInt(20)) {
        read(client, index);
      }
    } catch (NotStartedException e) {
      // It was noticed at once.
    }
  }

  private void read(LogClient client, long index) {
    try {
      ledger.check(client.get(index));
    } catch (CheckFailedException e) {
      ledger.violate("a wrong answer: " + e.getMessage());
    } catch (LogException e) {
      // It was noticed, and not served.
    }
  }

  private static void flip(Path file, Random random) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long offset = random.nextLong(bytes.length());
      bytes.seek(offset);
      int old = bytes.read();
      bytes.seek(offset);
      bytes.write(old ^ 1 << random.nextInt(8));
    }
  }
}
