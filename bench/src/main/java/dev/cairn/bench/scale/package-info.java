/**
 * {@code cairn bench scale}: what becomes of a log as it grows.
 *
 * <p>A log grows to a number of entries over gRPC. It is looked at whenever it reaches a
 * <em>mark</em>; from one mark to the next is a <em>stretch</em>, in which appends and bare LMDB
 * take turns. So what disturbs the machine disturbs both, and the ratio of the two says whether it
 * is the log that became slower.
 *
 * <pre>{@code
 * new ScaleRun(plan, log, server, lmdb).run(stretch -> print(stretch));
 * }</pre>
 *
 * <p>The server is warmed up on another log: the first entries are not to pay for its start.
 */
@NullMarked
package dev.cairn.bench.scale;

import org.jspecify.annotations.NullMarked;
