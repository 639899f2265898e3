/**
 * Keeps a server busy with requests and measures it.
 *
 * <p>A <em>load</em> is mostly a closed loop: whenever a request is answered, the next is sent, on
 * the network's own thread. A <em>paced</em> load is an open one: it sends at a fixed rate,
 * whatever the answers. A <em>payload</em> makes requests that differ from each other without
 * building messages. A <em>tally</em> is what came of a stretch of time.
 *
 * <pre>{@code
 * Load load = new UnaryLoad(List.of(channel), method, payload, 256);
 * Tally tally = load.run(Duration.ofSeconds(1), latencies);
 * }</pre>
 *
 * <p>Requests and responses are plain bytes here; what a response says, {@link
 * dev.cairn.bench.load.Answers} know.
 */
@NullMarked
package dev.cairn.bench.load;

import org.jspecify.annotations.NullMarked;
