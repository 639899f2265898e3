/**
 * {@code cairn bench append}: how fast a log takes entries.
 *
 * <p>A run goes in <em>rounds</em>: references, load, references, load, and so on, so that what
 * disturbs the machine disturbs both. A warm-up comes before and is not counted. At the end the log
 * must have grown by exactly as many entries as were acknowledged.
 *
 * <pre>{@code
 * Figures figures = new AppendRun(plan, log, echo, folder).run();
 * }</pre>
 *
 * <p>What a load is made of belongs to {@code load}; what it is compared to, to {@code reference}.
 */
@NullMarked
package dev.cairn.bench.append;

import org.jspecify.annotations.NullMarked;
