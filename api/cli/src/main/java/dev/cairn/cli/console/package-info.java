/**
 * What all commands share of how they speak: results, progress, exit codes, and the one line with
 * which they fail.
 *
 * <pre>{@code
 * throw new CommandException(ExitCode.USAGE, "the input has no lines to log");
 * }</pre>
 *
 * <p>No command enters here.
 */
@NullMarked
package dev.cairn.cli.console;

import org.jspecify.annotations.NullMarked;
