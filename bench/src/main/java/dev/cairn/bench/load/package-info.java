/**
 * Keeps a gRPC server busy with a fixed number of requests in flight and measures it.
 *
 * <p>A <em>load</em> is a closed loop: whenever a request is answered, the next is sent, on the
 * network's own thread. A <em>payload</em> makes requests that differ from each other without
 * building messages. A <em>tally</em> is what came of a stretch of time.
 *
 * <pre>{@code
 * Load load = new UnaryLoad(List.of(channel), method, payload, 256);
 * Tally tally = load.run(Duration.ofSeconds(1), latencies);
 * }</pre>
 *
 * <p>Requests and responses are plain bytes here; no generated message enters the loop.
 */
@NullMarked
package dev.cairn.bench.load;

import org.jspecify.annotations.NullMarked;
