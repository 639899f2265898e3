/**
 * Serves what is published: entries, proofs and checkpoints, each checked against a published
 * checkpoint before it leaves.
 *
 * <pre>{@code
 * InclusionProof proof = reader.inclusion(index, reader.newest().head());
 * }</pre>
 *
 * <p>Nothing is read here that no published checkpoint covers, and nothing is returned that does
 * not verify. No network type enters here.
 */
@NullMarked
package dev.cairn.server.read;

import org.jspecify.annotations.NullMarked;
