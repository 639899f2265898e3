package dev.cairn.server.sim;

import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.sim.Schedule.StallException;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What one seed makes of the log: some lives, each of which may end badly, and a last good one. */
final class World {
  static final int JOURNAL_BYTES = 12 * 4_096;

  private static final int MAX_LIVES = 6;
  private static final int MAX_CLIENTS = 16;
  private static final int MAX_APPENDS = 12;
  private static final long MAX_LIFE_NANOS = 3_000_000_000L;

  /** What no life needs. */
  private static final long ENDLESS = 300_000;

  private static final SigningKey KEY =
      SigningKey.ofSeed("sim.example/log", KeyType.ED25519, new byte[SigningKey.SEED_BYTES]);
  private static final SignedCheckpoint FIRST =
      SignedCheckpoint.sign(
          new Checkpoint(KEY.verifierKey().name(), TreeHead.EMPTY, List.of()), KEY);

  private final Random random;
  private final Trace trace = new Trace();
  private final Schedule schedule;
  private final Faults faults;
  private final Ledger ledger = new Ledger(trace);
  private final SimulatedFile journalFile = new SimulatedFile("journal");
  private final SimulatedFile headFile = new SimulatedFile("published");
  private final List<Client> clients = new ArrayList<>();
  private final Reader reader;
  private StoredLog stored = new StoredLog();
  private byte[] olderJournal = new byte[0];
  private int olderCommits;
  private boolean isRolledBack;
  private int lives;

  World(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.schedule = new Schedule(random, trace);
    this.faults = new Faults(random, trace);
    this.reader = new Reader(random, ledger, trace);
    int count = 1 + random.nextInt(MAX_CLIENTS);
    for (int i = 0; i < count; i++) {
      clients.add(new Client("c" + i, random, ledger, trace));
    }
  }

  Trace trace() {
    return trace;
  }

  Ledger ledger() {
    return ledger;
  }

  Faults faults() {
    return faults;
  }

  SigningKey key() {
    return KEY;
  }

  /** Whether the store is an older one at the moment. */
  boolean isRolledBack() {
    return isRolledBack;
  }

  StoredLog stored() {
    return stored;
  }

  SimulatedFile journalFile() {
    return journalFile;
  }

  SimulatedFile headFile() {
    return headFile;
  }

  SimulatedChannel open(SimulatedFile file, Crew crew) {
    return new SimulatedChannel(file, crew, faults, trace);
  }

  /** Lets all of it happen. */
  void run() {
    create();
    faults.activate(true);
    int count = 1 + random.nextInt(MAX_LIVES);
    for (int i = 0; i < count; i++) {
      keepCopy();
      live();
      rollBack();
    }
    faults.activate(false);
    live();
  }

  private void create() {
    Crew nobody = new Crew("nobody", schedule, trace);
    try {
      Journal.create(open(journalFile, nobody), JOURNAL_BYTES);
      HeadFile.create(open(headFile, nobody), FIRST);
      headFile.sync();
      olderJournal = journalFile.content();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void live() {
    Crew crew = new Crew("life " + ++lives, schedule, trace);
    Life life = new Life(this, crew);
    long nanos = random.nextLong(MAX_LIFE_NANOS);
    boolean powerFails = faults.happens(Faults.Kind.POWER_LOSS);
    boolean isCut = powerFails || faults.happens(Faults.Kind.KILL);
    crew.start("main", () -> life.run(nanos, log -> serve(log, crew)));
    boolean isOver = run(life, crew, isCut ? cut() : ENDLESS);
    if (!isOver && !isCut) {
      throw trace.violation("it does not end\n" + crew.state());
    }
    crew.kill();
    trace.add(isOver ? "life ends" : powerFails ? "power loss" : "kill");
    if (powerFails) {
      journalFile.losePower(random);
      headFile.losePower(random);
    }
    judge(life, isOver);
  }

  private long cut() {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(60);
      case 1 -> random.nextInt(600);
      default -> random.nextInt(6_000);
    };
  }

  private boolean run(Life life, Crew crew, long maxSteps) {
    try {
      return schedule.run(maxSteps, life::isOver);
    } catch (StallException e) {
      throw trace.violation("nothing goes on\n" + crew.state(), e);
    }
  }

  private void serve(RunningLog log, Crew crew) {
    for (Client client : clients) {
      int count = random.nextInt(MAX_APPENDS);
      crew.start("client", () -> client.run(log, crew, count));
    }
    crew.start("reader", () -> reader.run(log, crew, MAX_APPENDS));
    if (faults.happens(Faults.Kind.BIT_FLIP)) {
      long when = random.nextLong(MAX_LIFE_NANOS);
      crew.start("decay", () -> decay(crew, when));
    }
  }

  private void decay(Crew crew, long when) {
    crew.sleep(when);
    trace.add("a bit flips: " + stored.flip(random, ledger));
  }

  private void judge(Life life, boolean isOver) {
    boolean mayFail = faults.takeFailed() || ledger.isDamaged();
    boolean mayRefuse = faults.takeFull() || mayFail;
    life.refusedBy().ifPresent(reason -> requireCause(mayRefuse, reason));
    life.stoppedBy().ifPresent(reason -> requireCause(mayFail, reason));
    if (isOver) {
      clients.forEach(Client::ended);
    } else {
      clients.forEach(Client::lost);
    }
  }

  private void requireCause(boolean mayFail, String reason) {
    if (!mayFail) {
      throw trace.violation("without any fault: " + reason);
    }
  }

  /** Makes a backup of the store and the journal, sometimes. */
  private void keepCopy() {
    if (random.nextInt(3) == 0) {
      olderCommits = stored.commits();
      olderJournal = journalFile.content();
    }
  }

  /**
   * Puts the backup in the place of the store, and then the newest one back. That entries are
   * missing which were acknowledged and never published, nobody can see; what was published, the
   * log must not go behind.
   */
  private void rollBack() {
    StoredLog newest = stored;
    StoredLog older = stored.copy(olderCommits);
    if (ledger.isDamaged()
        || older.size() >= ledger.shown().size()
        || !faults.happens(Faults.Kind.ROLL_BACK)) {
      return;
    }
    byte[] newestJournal = journalFile.content();
    stored = older;
    if (random.nextBoolean()) {
      journalFile.restore(olderJournal);
    }
    trace.add("rolled back to " + older.size() + " entries");
    faults.activate(false);
    isRolledBack = true;
    Crew crew = new Crew("rolled back", schedule, trace);
    Life life = new Life(this, crew);
    crew.start("main", () -> life.run(0, _ -> {}));
    var _ = run(life, crew, ENDLESS);
    crew.kill();
    faults.activate(true);
    isRolledBack = false;
    stored = newest;
    journalFile.restore(newestJournal);
  }
}
