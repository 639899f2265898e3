package dev.cairn.witness.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.witness.TestLog;
import dev.cairn.witness.TestWitness;
import dev.cairn.witness.Witness;
import dev.cairn.witness.folder.WitnessFolder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness killed while it writes, again and again, never forgets what it has cosigned. */
final class CrashTest {
  private static final int CYCLES = 4;
  private static final int LOGS = 3;
  private static final int SIZE = 1_000;
  private static final Random RANDOM = new Random(88);

  @TempDir Path data;

  @Test
  void rememberWhatWasCosigned() throws Exception {
    List<Submitter> submitters = new ArrayList<>();
    for (int i = 0; i < LOGS; i++) {
      submitters.add(new Submitter("example.com/log" + i, i));
    }
    WitnessFolder.create(data, List.of(TestWitness.key()), new char[0]);
    try (WitnessFolder folder = WitnessFolder.open(data);
        Witness witness = folder.openWitness(new char[0], InstantSource.system())) {
      witness.addLogs(submitters.stream().map(s -> s.log.vkey()).toList());
    }
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      cycle(submitters);
    }
    try (WitnessProcess process = WitnessProcess.start(data);
        Loopback witness = new Loopback(process.port())) {
      for (Submitter submitter : submitters) {
        submitter.recover(witness);
        assertTrue(submitter.cosigned > CYCLES, "it got somewhere");
      }
      process.kill();
    }
  }

  private void cycle(List<Submitter> submitters) throws Exception {
    try (WitnessProcess process = WitnessProcess.start(data);
        Loopback witness = new Loopback(process.port());
        ExecutorService threads = Executors.newCachedThreadPool()) {
      CountDownLatch answers = new CountDownLatch(20 + RANDOM.nextInt(200));
      List<Future<?>> running = new ArrayList<>();
      for (Submitter submitter : submitters) {
        submitter.recover(witness);
        running.add(threads.submit(() -> submitter.submitUntilKilled(witness, answers)));
      }
      boolean enough = answers.await(20, TimeUnit.SECONDS);
      process.kill();
      for (Future<?> each : running) {
        each.get();
      }
      assertTrue(enough, "it was killed under load");
    }
  }

  /** One log's side: what it was told, and what it asked last. */
  private static final class Submitter {
    private final TestLog log;
    private final TestLog fork;
    private final Random random;
    private int cosigned;
    private int asked;

    Submitter(String origin, int seed) {
      this.log = new TestLog(origin, SIZE);
      this.fork = new TestLog(origin, SIZE, "another entry");
      this.random = new Random(seed);
    }

    private void submitUntilKilled(Loopback witness, CountDownLatch answers) {
      try {
        while (cosigned < SIZE) {
          asked = Math.min(SIZE, cosigned + 1 + random.nextInt(3));
          HttpResponse<String> answer = ask(witness, log, cosigned, asked);
          assertEquals(200, answer.statusCode(), answer.body());
          check(answer, asked);
          cosigned = asked;
          answers.countDown();
        }
      } catch (IOException e) {
        // Killed. Whether the last request was stored is what recovery finds out.
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    /** Asks the last request again: it is cosigned now, or was, and then is again. */
    private void recover(Loopback witness) throws Exception {
      if (asked > cosigned) {
        HttpResponse<String> retry = ask(witness, log, cosigned, asked);
        if (retry.statusCode() == 409) {
          assertEquals(asked + "\n", retry.body(), "what was in flight, or what was cosigned");
          retry = ask(witness, log, asked, asked);
        }
        assertEquals(200, retry.statusCode(), retry.body());
        check(retry, asked);
        cosigned = asked;
      }
      if (cosigned > 0) {
        assertEquals(422, ask(witness, fork, cosigned, cosigned).statusCode());
        assertEquals(409, ask(witness, fork, 0, SIZE).statusCode());
        HttpResponse<String> older = ask(witness, log, 0, cosigned - 1);
        assertEquals(409, older.statusCode());
        assertEquals(cosigned + "\n", older.body());
      }
    }

    private static HttpResponse<String> ask(Loopback witness, TestLog log, int old, int next)
        throws Exception {
      return witness.post("/add-checkpoint", log.request(old, next).toBytes());
    }

    private void check(HttpResponse<String> answer, int size) throws Exception {
      NoteSignature line = NoteSignature.parse(answer.body().strip());
      TestWitness.verify(new SignedNote(log.checkpoint(size).note().text(), List.of(line)));
    }
  }
}
