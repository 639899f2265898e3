/**
 * Signed notes and the keys that sign them (C2SP signed-note).
 *
 * <p>A <em>note</em> is a text that ends in a newline, a blank line, and one signature line per
 * key. A key is known by its <em>name</em> and its <em>key ID</em>, a hash of name, <em>type</em>
 * and public key; the type says what is signed and how. A <em>vkey</em> is a public key as text:
 *
 * <pre>
 * example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
 *
 * This is an example message.
 *
 * — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 * </pre>
 *
 * Everything that is parsed has one accepted spelling and a bound on its size.
 *
 * <pre>{@code
 * SignedNote note = SignedNote.parse(bytes);
 * note.verify(VerifierKey.parse(vkey).verifier()); // throws unless the key signed it
 * use(note.text());
 * }</pre>
 *
 * <p>Nothing may enter that knows what a note's text means, as the checkpoint package does, and no
 * input or output but {@link dev.cairn.tree.note.KeyFile}.
 */
@NullMarked
package dev.cairn.tree.note;

import org.jspecify.annotations.NullMarked;
