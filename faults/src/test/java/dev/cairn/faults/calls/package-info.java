/**
 * The operating system says no: each system call that a server makes on its log's files fails, one
 * at a time, with an error or with the end of the process.
 *
 * <p>A <em>scenario</em> is a short life of a server that makes the same calls each time: started,
 * appended to in every way, stopped. An <em>injection</em> is the n-th call of a kind that fails.
 *
 * <p>Promised: nothing is acknowledged that is not durable; the process goes on as it should, or
 * refuses, or ends with an exit code of its own and a line that says why; the next start has all
 * that was acknowledged, and the folder is sound.
 *
 * <pre>{@code
 * Injection injection = new Injection("fdatasync", "error=EIO", 3);
 * Outcome outcome = scenario.run(injection);
 * }</pre>
 *
 * <p>Calls on other files than the log's do not enter: they are the JVM's own.
 */
@NullMarked
package dev.cairn.faults.calls;

import org.jspecify.annotations.NullMarked;
