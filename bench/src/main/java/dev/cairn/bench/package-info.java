/**
 * {@code cairn bench}: how fast this is, on the machine at hand, against what the machine can do.
 *
 * <p>A <em>reference</em> is the same work without what Cairn adds: a gRPC echo, an LMDB that only
 * stores, a bare fdatasync. It is measured in the same run, in turns with the benchmark, so that
 * the <em>ratio</em> of the two holds on machines that differ and while other work disturbs both.
 *
 * <pre>{@code
 * cairn bench append --mode unary --concurrency 256 --entry-size 200 --duration 10 --json
 * }</pre>
 *
 * <p>Nothing that a server or a client needs enters here: no other module depends on this one.
 */
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
