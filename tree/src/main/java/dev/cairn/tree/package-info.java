/**
 * The two ways in which a stranger's bytes are refused, and the plain forms that every text of this
 * module is made of.
 *
 * <p>{@link dev.cairn.tree.MalformedException} says that a text or a byte string is not what the
 * format asks for, or not its canonical form. {@link dev.cairn.tree.VerificationException} says
 * that something well-formed is not true: a proof that does not lead to the root, a signature that
 * does not verify. A caller's own mistake is neither: it is an {@link IllegalArgumentException}.
 * {@link dev.cairn.tree.CanonicalText} reads numbers, base64 and UTF-8 in their one accepted
 * spelling.
 *
 * <pre>{@code
 * try {
 *   Hash root = Hash.parseBase64(line);
 *   ProofVerifier.inclusion(index, leaf, new TreeHead(size, root), proof);
 * } catch (MalformedException | VerificationException e) {
 *   reject(e.getMessage()); // one line, fit to show to a person
 * }
 * }</pre>
 *
 * <p>Nothing else enters here: mathematics goes to {@code merkle}, signed text to {@code note} and
 * {@code checkpoint}.
 */
@NullMarked
package dev.cairn.tree;

import org.jspecify.annotations.NullMarked;
