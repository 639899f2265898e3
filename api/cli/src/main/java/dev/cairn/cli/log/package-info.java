/**
 * The commands of those who use a log: append, get, tail, checkpoint, prove, verify, audit.
 *
 * <pre>{@code
 * cairn append "hello" --log localhost:7070
 * cairn prove 0 -o hello.tlog-proof
 * }</pre>
 *
 * <p>No server enters here; what is checked is checked by the client.
 */
@NullMarked
package dev.cairn.cli.log;

import org.jspecify.annotations.NullMarked;
