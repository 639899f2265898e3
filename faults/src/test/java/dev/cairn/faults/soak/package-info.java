/**
 * A log is used for long, well and badly, and killed now and then.
 *
 * <p>A <em>reading</em> is what the server's process holds at a moment: heap after a collection,
 * resident memory, file descriptors, threads. Those of the first third of a run are its
 * <em>beginning</em>; the readings at the end may not be above their largest by more than the
 * bounds that the test states.
 *
 * <p>Promised: nothing acknowledged is lost, every answer verifies, a wrong request is refused and
 * does no harm, and what the process holds does not grow with its age.
 *
 * <pre>{@code
 * mvn -B verify -pl faults -am -Pfaults -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 *
 * <p>Faults of the storage do not enter.
 */
@NullMarked
package dev.cairn.faults.soak;

import org.jspecify.annotations.NullMarked;
