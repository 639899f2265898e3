package dev.cairn.cli.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A log, a service's folder, and what both are held against. Every failure names the seed. */
final class Scenario implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

  /** Something that comes true. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** What a test does in a scenario. */
  interface Story {
    void play(Scenario scenario) throws Exception;
  }

  final long seed;
  final Random random;
  final LogProcess log;
  final ServicePlan plan;
  final Reconciliation reconciliation;
  private int lives;

  private Scenario(Path temp, long seed, UnaryOperator<ServicePlan> change) throws Exception {
    this.seed = seed;
    this.random = new Random(seed);
    this.log = LogProcess.make(temp.resolve("log"));
    Path service = Files.createDirectories(temp.resolve("service"));
    this.plan = change.apply(ServicePlan.of(service, log.address(), log.key().toString(), seed));
    this.reconciliation = new Reconciliation(plan, log, temp.resolve("copy"));
  }

  /**
   * Plays a story. The seed is the system property {@code cairn.delivery.seed}, or any.
   *
   * @param change makes the service's plan out of the usual one
   */
  static void play(Path temp, UnaryOperator<ServicePlan> change, Story story) throws Exception {
    long seed = Long.getLong("cairn.delivery.seed", System.nanoTime());
    try (Scenario scenario = new Scenario(temp, seed, change)) {
      story.play(scenario);
    } catch (AssertionError | Exception e) {
      throw new AssertionError(
          "with -Dcairn.delivery.seed=" + seed + ": " + e.getMessage() + told(temp), e);
    }
  }

  private static String told(Path temp) throws IOException {
    Path err = temp.resolve("service").resolve("err");
    String text = Files.exists(err) ? Files.readString(err) : "";
    return text.isEmpty()
        ? ""
        : "\nThe service said:\n" + text.substring(Math.max(0, text.length() - 4_000));
  }

  /** Starts the next life of the service. */
  ServiceProcess live() throws IOException {
    return live(plan);
  }

  ServiceProcess live(ServicePlan changed) throws IOException {
    return ServiceProcess.start(changed.withLife(lives++));
  }

  /** The last life delivers what is left, and all must be as it should. */
  void drain(String when) throws Exception {
    try (ServiceProcess service = live(plan.withEvents(0, 0))) {
      service.finish();
    }
    reconciliation.checkDrained(when);
  }

  /** Some milliseconds below a bound, by the seed: the moment at which something is killed. */
  void passSome(int maxMillis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(maxMillis));
  }

  /** Waits for something that must come true. */
  void await(String what, Condition condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new AssertionError("in vain: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Waits until the service was told of so many more events that they are in the log. */
  void awaitAcknowledged(int more) throws Exception {
    Promises promises = reconciliation.promises;
    promises.read();
    int before = promises.acknowledged.size();
    await(
        more + " more acknowledged events",
        () -> {
          promises.read();
          return promises.acknowledged.size() >= before + more;
        });
  }

  /** Waits until the service has offered so many more events, and some were acknowledged since. */
  void awaitRecorded(int more) throws Exception {
    Promises promises = reconciliation.promises;
    promises.read();
    int before = promises.offered.size();
    await(
        more + " more events",
        () -> {
          promises.read();
          return promises.offered.size() >= before + more;
        });
    awaitAcknowledged(1);
  }

  /** The number of events that the service was told to be in the log, so far. */
  int acknowledged() {
    return reconciliation.promises.acknowledged.size();
  }

  @Override
  public void close() {
    log.close();
  }
}
