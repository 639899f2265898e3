package dev.cairn.bench.abuse;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param time how long, alone and beside each abuse
 * @param warmUp how long is not measured before
 * @param rate appends of the others a second
 * @param connections how many connections say nothing
 */
record AbusePlan(Duration time, Duration warmUp, int rate, int connections) {
  /** From one append to the next. */
  Duration interval() {
    return Duration.ofSeconds(1).dividedBy(rate);
  }
}
