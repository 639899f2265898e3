/**
 * What a benchmark found, in one shape for all benchmarks, for people and as JSON.
 *
 * <pre>{@code
 * {"bench":"append unary","throughput_per_s":48211.5,"latency_ms":{"p50":5.1,…},
 *  "references":{"echo_unary_per_s":91877.0,…},"ratios":{"unary_to_echo":0.525},
 *  "errors":0,"seconds":10.02}
 * }</pre>
 *
 * <p>Nothing is measured here.
 */
@NullMarked
package dev.cairn.bench.figures;

import org.jspecify.annotations.NullMarked;
