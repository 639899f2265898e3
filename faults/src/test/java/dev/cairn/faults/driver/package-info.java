/**
 * Faults of many kinds, one after the other, on one log.
 *
 * <p>A <em>round</em> is one fault, drawn at random from a seed that is printed: a kill, a nested
 * kill, a failing call, a flipped bit of a copy, or none at all. After each round the log is
 * started without a fault, and held against all that was ever promised of it.
 *
 * <pre>{@code
 * mvn -B verify -pl faults -am -Dcairn.faults.rounds=100 -Dcairn.faults.seed=7 -Dtest=RandomFaultsTest
 * }</pre>
 *
 * <p>Two faults in one round do not enter.
 */
@NullMarked
package dev.cairn.faults.driver;

import org.jspecify.annotations.NullMarked;
