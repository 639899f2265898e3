package dev.cairn.server.sim;

import dev.cairn.server.witness.SimulatedLinks;
import dev.cairn.server.witness.SimulatedWitness;
import dev.cairn.server.witness.WitnessSettings;
import dev.cairn.server.witness.WitnessTiming;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.PolicyException;
import dev.cairn.tree.policy.WitnessPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The log's witnesses, two of whom make a quorum, over all lives of the log. */
final class Witnesses {
  private static final int COUNT = 3;
  private static final int QUORUM = 2;
  private static final long MAX_MESSAGE_NANOS = 3_000_000;
  private static final long START_SECONDS = 1_700_000_000;

  private final Random random;
  private final Faults faults;
  private final Trace trace;
  private final List<SimulatedWitness> all = new ArrayList<>();
  private final List<SimulatedWitness.State> older = new ArrayList<>();
  private final WitnessSettings settings;

  Witnesses(VerifierKey log, Random random, Faults faults, Trace trace) {
    this.random = random;
    this.faults = faults;
    this.trace = trace;
    StringBuilder policy = new StringBuilder("log " + log + "\n");
    StringBuilder group = new StringBuilder("group quorum " + QUORUM);
    for (int i = 0; i < COUNT; i++) {
      SimulatedWitness witness = new SimulatedWitness(i, log);
      all.add(witness);
      older.add(witness.state());
      policy.append(witness.policyLine());
      group.append(' ').append(witness.name());
    }
    policy.append(group).append("\nquorum quorum\n");
    this.settings = new WitnessSettings(parse(policy.toString()), WitnessTiming.DEFAULT);
  }

  private static WitnessPolicy parse(String policy) {
    try {
      return WitnessPolicy.parse(policy.getBytes(StandardCharsets.UTF_8));
    } catch (PolicyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  WitnessSettings settings() {
    return settings;
  }

  /** Links for one life of the log. */
  SimulatedLinks links(Crew crew) {
    return new SimulatedLinks(all, new Network(crew));
  }

  /** Whether every quorum has somebody who has cosigned a head larger than that. */
  boolean remembersMoreThan(long size) {
    long forgetful = all.stream().filter(witness -> witness.state().known().size() <= size).count();
    return forgetful < QUORUM;
  }

  /** Whether a checkpoint has the lines of a quorum. */
  boolean isQuorum(SignedCheckpoint cosigned) {
    return settings.policy().witnesses().stream()
            .filter(witness -> cosigned.note().signatures().stream().anyMatch(witness::claims))
            .count()
        >= QUORUM;
  }

  /** Between two lives: one of them keeps a copy of its state, or has it put back. */
  void age() {
    int which = random.nextInt(COUNT);
    SimulatedWitness witness = all.get(which);
    if (faults.happens(Faults.Kind.WITNESS_RESTORED)) {
      trace.add(witness.name() + " knows " + older.get(which).known().size() + " again");
      witness.restore(older.get(which));
    } else if (random.nextBoolean()) {
      older.set(which, witness.state());
    }
  }

  private final class Network implements SimulatedLinks.Network {
    private final Crew crew;

    Network(Crew crew) {
      this.crew = crew;
    }

    @Override
    public boolean carries() throws InterruptedException {
      boolean isLost = faults.happens(Faults.Kind.MESSAGE_LOST);
      crew.sleep(
          isLost ? settings.timing().timeout().toNanos() : random.nextLong(MAX_MESSAGE_NANOS));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return !isLost;
    }

    /** Forth, and by a fault back: a witness's clock is nobody's business but its own. */
    @Override
    public long time() {
      long jump = faults.happens(Faults.Kind.WITNESS_CLOCK) ? random.nextInt(7_200) - 3_600 : 0;
      return START_SECONDS + jump + crew.nanoTime() / 1_000_000_000;
    }
  }
}
