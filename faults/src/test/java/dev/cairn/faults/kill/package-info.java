/**
 * The process is killed with SIGKILL: under load, and while it recovers from being killed.
 *
 * <p>Promised: what was acknowledged is there at its index and with its bytes, all heads ever
 * signed are of one history, and the log is ready again soon, by itself. A restore or a repair that
 * is killed leaves what was there before or all of what it was told to make, and the same command
 * does the rest.
 *
 * <pre>{@code
 * mvn -B verify -pl faults -am -Pfaults -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 *
 * <p>What a kill cannot show does not enter: whether anything was synced. That is the matter of
 * lost power.
 */
@NullMarked
package dev.cairn.faults.kill;

import org.jspecify.annotations.NullMarked;
