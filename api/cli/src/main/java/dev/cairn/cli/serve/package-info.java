/**
 * The operator's commands: make a log, serve it, check its store.
 *
 * <pre>{@code
 * cairn init --data ./log --origin example.com/log
 * cairn serve --data ./log --grpc 0.0.0.0:7070
 * }</pre>
 *
 * <p>No client enters here.
 */
@NullMarked
package dev.cairn.cli.serve;

import org.jspecify.annotations.NullMarked;
