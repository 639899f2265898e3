package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of a witness under eight logs that grow, and that try to have a second history cosigned.
 * What it knows never goes back, no two heads of one size are ever cosigned, and the request that a
 * kill left without an answer gets one for the same head. The number of cycles is the system
 * property {@code cairn.witness.cycles}.
 */
final class WitnessCrashTest {
  private static final int CYCLES = Integer.getInteger("cairn.witness.cycles", 20);
  private static final int LOGS = 8;
  private static final int MAX_MILLIS = 120;

  @TempDir Path temp;
  private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
  private int repeated;

  @Test
  void whatWasCosignedSurvivesEveryKill() throws Exception {
    Path data = temp.resolve("witness");
    VerifierKey witness = WitnessProcess.init(data, "example.org/witness");
    List<Client> clients = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (int i = 0; i < LOGS; i++) {
      Client client = new Client("example.com/log" + i, witness);
      clients.add(client);
      known.addAll(List.of("--log", client.log.key().verifierKey().toString()));
    }
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      String[] logs = cycle == 0 ? known.toArray(String[]::new) : new String[0];
      try (WitnessProcess process = WitnessProcess.start(data, logs);
          ExecutorService threads = Executors.newFixedThreadPool(LOGS)) {
        CountDownLatch underWay = new CountDownLatch(LOGS);
        List<? extends Future<?>> running =
            clients.stream()
                .map(client -> threads.submit(() -> client.run(process, underWay)))
                .toList();
        assertTrue(underWay.await(30, TimeUnit.SECONDS), "nothing was cosigned in 30 s");
        Thread.sleep(random.nextInt(MAX_MILLIS));
        process.kill();
        for (Future<?> one : running) {
          one.get();
        }
      }
      assertEquals(List.of(), List.copyOf(violations), "cycle " + cycle + ", seed " + seed);
    }
    long cosigned = clients.stream().mapToLong(client -> client.cosigned.size()).sum();
    assertTrue(cosigned >= (long) CYCLES * LOGS, "the logs got somewhere: " + cosigned);
    System.out.printf(
        "%d kills of a witness, %,d heads cosigned, %d requests answered again: nothing went back%n",
        CYCLES, cosigned, repeated);
  }

  /** One log and what it was ever given. */
  private final class Client {
    private final GrowingLog log;
    private final VerifierKey witness;
    private final Map<Long, TreeHead> cosigned = new ConcurrentHashMap<>();
    private long known;
    private boolean unanswered;

    Client(String origin, VerifierKey witness) {
      this.log = new GrowingLog(origin);
      this.witness = witness;
    }

    void run(WitnessProcess process, CountDownLatch underWay) {
      try {
        settle(process);
        underWay.countDown();
        for (int i = 0; ; i++) {
          log.append("entry " + i);
          unanswered = true;
          take(process.add(log.request(known)));
          unanswered = false;
          if (i % 8 == 0) {
            tryToFork(process);
          }
        }
      } catch (IOException e) {
        // The witness was killed: what it made of the last request shows when it is back.
      } catch (Exception e) {
        violations.add(e.toString());
      }
    }

    /** The request that the kill left without an answer: it was all done, or nothing was. */
    private void settle(WitnessProcess process) throws Exception {
      if (log.head().size() == 0) {
        log.append("first");
      }
      HttpResponse<String> answer = process.add(log.request(known));
      if (answer.statusCode() == 409) {
        long says = Long.parseLong(answer.body().strip());
        if (says != log.head().size() || !unanswered) {
          violations.add("the witness says " + says + " after " + known + " was cosigned");
        }
        synchronized (WitnessCrashTest.this) {
          repeated++;
        }
        answer = process.add(log.request(says));
      }
      take(answer);
      unanswered = false;
    }

    private void take(HttpResponse<String> answer) throws Exception {
      assertEquals(200, answer.statusCode(), answer.body());
      NoteSignature line = NoteSignature.parse(answer.body().strip());
      var note = log.checkpoint().with(List.of(line));
      assertTrue(note.cosignedAt(witness).isPresent(), "the cosignature is by the witness");
      TreeHead head = log.head();
      TreeHead before = cosigned.put(head.size(), head);
      if (before != null && !before.equals(head)) {
        violations.add("two heads of size " + head.size() + " were cosigned");
      }
      known = head.size();
    }

    /** Another history of the same size and of a larger one, under the log's good signature. */
    private void tryToFork(WitnessProcess process) throws Exception {
      GrowingLog other = new GrowingLog(log.key());
      for (long i = 0; i < known; i++) {
        other.append("other " + i);
      }
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> answer = process.add(other.request(known));
        if (answer.statusCode() != 422) {
          violations.add("a fork was answered with " + answer.statusCode());
        }
        other.append("more");
      }
      HttpResponse<String> older = process.add(other.request(known - 1));
      if (older.statusCode() != 409) {
        violations.add("an older size was answered with " + older.statusCode());
      }
    }
  }
}
