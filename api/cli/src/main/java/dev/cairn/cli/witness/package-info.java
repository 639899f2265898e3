/**
 * {@code cairn witness}: makes and runs a witness, and looks at one.
 *
 * <pre>{@code
 * cairn witness init --data ./witness --name example.org/witness
 * cairn witness serve --data ./witness --log example.com/log+530d903a+Ae...
 * }</pre>
 *
 * <p>What a witness does is decided by the witness; here it is only started, stopped and shown.
 */
@NullMarked
package dev.cairn.cli.witness;

import org.jspecify.annotations.NullMarked;
