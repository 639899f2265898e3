/**
 * What a benchmark starts on this machine and must not leave behind: processes and folders.
 *
 * <p>A <em>workspace</em> is a temporary folder with the processes that work for the benchmark.
 * Both end with it, also when the benchmark is interrupted.
 *
 * <pre>{@code
 * try (Workspace workspace = Workspace.in(folder)) {
 *   CairnServer.Served log = CairnServer.start(workspace);
 * }
 * }</pre>
 *
 * <p>Nothing is measured here but what a process takes: processor time and heap.
 */
@NullMarked
package dev.cairn.bench.process;

import org.jspecify.annotations.NullMarked;
