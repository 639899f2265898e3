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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What one seed makes of the log: some lives, each of which may end badly, and a last good one. */
final class World {
  static final int JOURNAL_BYTES = 12 * 4_096;

  /** Cosignatures take more than all else. */
  private static final int ONE_WITNESSED_OF = 8;

  private static final int MAX_LIVES = 6;
  private static final int MAX_CLIENTS = 16;
  private static final int MAX_APPENDS = 12;
  private static final long MAX_LIFE_NANOS = 3_000_000_000L;

  /** What an operator has put back from an older copy. */
  enum RolledBack {
    NOTHING,
    STORE,
    FOLDER
  }

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
  private final SimulatedFile witnessedFile = new SimulatedFile("witnessed");
  private final List<Client> clients = new ArrayList<>();
  private final Reader reader;
  private final Optional<Witnesses> witnesses;
  private StoredLog stored = new StoredLog();
  private Backup backup = new Backup(0, new byte[0], new byte[0], new byte[0]);
  private RolledBack rolledBack = RolledBack.NOTHING;
  private int lives;

  World(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.schedule = new Schedule(random, trace);
    this.faults = new Faults(random, trace);
    this.reader = new Reader(random, ledger, trace);
    this.witnesses =
        random.nextInt(ONE_WITNESSED_OF) == 0
            ? Optional.of(new Witnesses(KEY.verifierKey(), random, faults, trace))
            : Optional.empty();
    int count = 1 + random.nextInt(MAX_CLIENTS);
    for (int i = 0; i < count; i++) {
      clients.add(new Client("c" + i, random, faults, ledger, trace));
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

  /** What is older than it should be at the moment. */
  RolledBack rolledBack() {
    return rolledBack;
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

  SimulatedFile witnessedFile() {
    return witnessedFile;
  }

  Optional<Witnesses> witnesses() {
    return witnesses;
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
      witnesses.ifPresent(Witnesses::age);
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
      HeadFile.openCosigned(Path.of("witnessed"), open(witnessedFile, nobody)).close();
      backup = Backup.of(this);
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
      witnessedFile.losePower(random);
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

  /** Makes a backup, sometimes. */
  private void keepCopy() {
    if (random.nextInt(3) == 0) {
      backup = Backup.of(this);
    }
  }

  /**
   * Puts an older copy in the place of the store, or of the whole folder, and then the newest one
   * back. That entries are missing which were acknowledged and never published, nobody can see;
   * what was published, and is remembered outside of what was put back, the log must not go behind.
   */
  private void rollBack() {
    StoredLog older = stored.copy(backup.commits());
    boolean isWhole =
        witnesses.isPresent()
            && witnesses.get().remembersMoreThan(older.size())
            && random.nextBoolean();
    if (ledger.isDamaged()
        || older.size() >= ledger.shown().size()
        || !faults.happens(Faults.Kind.ROLL_BACK)) {
      return;
    }
    trace.add((isWhole ? "whole folder" : "store") + " rolled back to " + older.size());
    Backup files = Backup.of(this);
    StoredLog newest = stored;
    stored = older;
    if (isWhole) {
      backup.restoreFiles(this);
    } else if (random.nextBoolean()) {
      backup.restoreJournal(this);
    }
    liveRolledBack(isWhole);
    stored = newest;
    if (isWhole) {
      files.restoreFiles(this);
    } else {
      files.restoreJournal(this);
    }
  }

  private void liveRolledBack(boolean isWhole) {
    rolledBack = isWhole ? RolledBack.FOLDER : RolledBack.STORE;
    faults.activate(false);
    Crew crew = new Crew("rolled back", schedule, trace);
    Life life = new Life(this, crew);
    crew.start(
        "main",
        () -> life.run(isWhole ? MAX_LIFE_NANOS : 0, isWhole ? RunningLog::forkHistory : _ -> {}));
    var _ = run(life, crew, ENDLESS);
    if (isWhole && life.stoppedBy().isEmpty()) {
      throw trace.violation("no witness has stopped a log that was rolled back");
    }
    crew.kill();
    faults.activate(true);
    rolledBack = RolledBack.NOTHING;
  }
}
