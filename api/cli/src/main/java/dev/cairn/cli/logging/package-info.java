/**
 * What the program's own log lines may cost.
 *
 * <p>A <em>burst</em> is what may be logged of one kind within a minute; what follows is counted.
 *
 * <pre>{@code
 * <turboFilter class="dev.cairn.cli.logging.BurstFilter"/>
 * }</pre>
 *
 * <p>What is logged, and why, does not enter.
 */
@NullMarked
package dev.cairn.cli.logging;

import org.jspecify.annotations.NullMarked;
