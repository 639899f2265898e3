/**
 * Benchmarks of the recording of gRPC calls: what a call takes more because it is recorded.
 *
 * <p>A service on the loopback interface, in the process of the benchmark, answers the same calls
 * with and without the interceptor, in turn; the log is a process of its own. Then the events that
 * the log has are counted.
 *
 * <pre>{@code
 * cairn bench interceptor --duration 20
 * }</pre>
 *
 * <p>What a service does besides does not enter.
 */
@NullMarked
package dev.cairn.bench.calls;

import org.jspecify.annotations.NullMarked;
