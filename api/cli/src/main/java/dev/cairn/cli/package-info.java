/**
 * The command line: {@code cairn}. Parses, calls the client or the server, prints, and exits with 0
 * (done), 1 (a check failed), 2 (wrong usage or configuration) or 3 (the server cannot be reached).
 *
 * <pre>{@code
 * int exitCode = Main.run("checkpoint", "--log", "localhost:7070");
 * }</pre>
 *
 * <p>No logic enters here: what a command decides is decided by the client or the server.
 */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
