package dev.cairn.tree.lanes;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the body of a method that runs eight rounds, FIPS 180-4 §6.2.2. More in one method, and
 * HotSpot's compiler gives up; fewer, and the state is written and read again too often.
 */
final class EightRounds {
  private static final int ROUNDS = 8;

  // The parameters, as Rounds names them.
  private static final int FROM = 1;
  private static final int TO = 2;
  private static final int WORDS = 3;
  private static final int NEAR = 4;
  private static final int CONSTANTS = 5;
  private static final int ROUND = 6;

  /** Where the words start that are not near: {@code 8 * lanes - near}. */
  private static final int FAR = 7;

  private static final int STATE = 8;
  private static final int WORD = STATE + 8;
  private static final int SUM = WORD + 16;

  private final VectorCode code;
  private final Schedule schedule;
  private final int lanes;

  /** Words of the schedule count from the first of these rounds on; the schedule moves with it. */
  EightRounds(VectorCode code, Schedule schedule, int lanes) {
    this.code = code;
    this.schedule = schedule;
    this.lanes = lanes;
  }

  /** Writes the rounds. With {@code further}, the words of sixteen rounds later are computed. */
  void write(boolean further) {
    code.otherHalf(NEAR, ROUNDS * lanes, FAR);
    for (int i = 0; i < 8; i++) {
      code.load(FROM, i * lanes).set(STATE + i);
    }
    for (int i = 0; i < (further ? 16 : ROUNDS); i++) {
      if (!schedule.knows(i)) {
        code.load(WORDS, i < 8 ? NEAR : FAR, i % 8 * lanes).set(word(i));
      }
    }
    for (int i = 0; i < ROUNDS; i++) {
      round(i, further);
    }
    for (int i = 0; i < 8; i++) {
      code.get(STATE + i).store(TO, i * lanes);
    }
    if (further) {
      for (int i = 0; i < ROUNDS; i++) {
        code.get(word(i)).store(WORDS, NEAR, i * lanes);
      }
      schedule.skipEight();
    }
    code.end();
  }

  private void round(int i, boolean further) {
    int a = state(0, i);
    int b = state(1, i);
    int c = state(2, i);
    int d = state(3, i);
    int e = state(4, i);
    int f = state(5, i);
    int g = state(6, i);
    int h = state(7, i);
    code.get(h).broadcast(CONSTANTS, ROUND, i).add();
    addWord(i);
    choose(e, f, g).add();
    sigma(e, 6, 11, 25).add().set(SUM);
    if (further) {
      nextWord(i);
    }
    code.get(d).get(SUM).add().set(d);
    code.get(SUM);
    majority(a, b, c).add();
    sigma(a, 2, 13, 22).add().set(h);
  }

  /** The slot of one of a to h: after each round, every name is that of its left neighbour. */
  private static int state(int name, int round) {
    return STATE + (name - round & 7);
  }

  private void addWord(int i) {
    if (!schedule.knows(i)) {
      code.get(word(i)).add();
    } else if (schedule.word(i) != 0) {
      code.broadcast(schedule.word(i)).add();
    }
  }

  /** W[i + 16] = W[i] + σ0(W[i + 1]) + W[i + 9] + σ1(W[i + 14]); what is known is one constant. */
  private void nextWord(int i) {
    List<Runnable> terms = new ArrayList<>();
    int known = 0;
    known += plain(i, terms);
    known += mixed(i + 1, 7, 18, 3, terms);
    known += plain(i + 9, terms);
    known += mixed(i + 14, 17, 19, 10, terms);
    if (terms.isEmpty()) {
      schedule.know(i, known);
      code.broadcast(known);
    } else {
      schedule.forget(i);
      terms.removeFirst().run();
      terms.forEach(
          term -> {
            term.run();
            code.add();
          });
      if (known != 0) {
        code.broadcast(known).add();
      }
    }
    code.set(word(i));
  }

  /** A word if it is known; otherwise 0, and the code that pushes it is among the terms. */
  private int plain(int i, List<Runnable> terms) {
    if (schedule.knows(i)) {
      return schedule.word(i);
    }
    terms.add(() -> code.get(word(i)));
    return 0;
  }

  /** As {@link #plain}, for σ0 or σ1 of a word. */
  private int mixed(int i, int first, int second, int shift, List<Runnable> terms) {
    if (schedule.knows(i)) {
      int x = schedule.word(i);
      return Integer.rotateRight(x, first) ^ Integer.rotateRight(x, second) ^ x >>> shift;
    }
    terms.add(
        () -> {
          int x = word(i);
          code.get(x).rotateRight(first).get(x).rotateRight(second).xor();
          code.get(x).shiftRight(shift).xor();
        });
    return 0;
  }

  /** Σ0 or Σ1. */
  private VectorCode sigma(int x, int first, int second, int third) {
    code.get(x).rotateRight(first).get(x).rotateRight(second).xor();
    return code.get(x).rotateRight(third).xor();
  }

  /** Ch: {@code y} where {@code x} has ones, else {@code z}. */
  private VectorCode choose(int x, int y, int z) {
    return code.get(y).get(z).xor().get(x).and().get(z).xor();
  }

  private VectorCode majority(int x, int y, int z) {
    return code.get(x).get(y).and().get(x).get(y).or().get(z).and().or();
  }

  private static int word(int i) {
    return WORD + i % 16;
  }
}
