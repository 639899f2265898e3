/**
 * Benchmarks of the audit log: how fast a service records events until they are proved, what an
 * outage costs, and how fast events are found again.
 *
 * <p>The service, with its outbox, runs in the process of the benchmark, the log in one of its own;
 * both sync, and every receipt is verified. Then the events that the log has are counted.
 *
 * <pre>{@code
 * cairn bench events --duration 20
 * cairn bench events --outage 1M
 * cairn bench search --events 10M
 * }</pre>
 *
 * <p>Numbers without a reference of the same run do not enter.
 */
@NullMarked
package dev.cairn.bench.events;

import org.jspecify.annotations.NullMarked;
