/**
 * What the fault suite has in common: servers as processes, what their clients were promised, and
 * how often a case runs.
 *
 * <p>A <em>case</em> is one kind of fault. It states what is promised under it, does it to real
 * processes and files, and prints one line of what it saw. A <em>ledger</em> is what clients of a
 * log were promised, kept outside of the server. A part of each case runs in every build; the
 * property {@code cairn.faults} set to {@code full}, as the profile {@code faults} does, runs all
 * of it.
 *
 * <pre>{@code
 * try (ServerProcess server = Launch.of(data).start()) {
 *   workload.run(server, ledger);
 *   server.kill();
 * }
 * try (ServerProcess server = Launch.of(data).start()) {
 *   holder.check(server);
 * }
 * }</pre>
 *
 * <p>No fault enters here.
 */
@NullMarked
package dev.cairn.faults;

import org.jspecify.annotations.NullMarked;
