/**
 * What a log says about its tree, and what others say about that: checkpoints, cosignatures and
 * offline proofs.
 *
 * <p>A <em>checkpoint</em> (C2SP tlog-checkpoint) is the text of a signed note with an
 * <em>origin</em>, which names the log, and a tree head. A <em>cosignature</em> (C2SP
 * tlog-cosignature) is a witness's signature over a checkpoint and the time at which it saw it; a
 * <em>subtree signature</em> is one over a part of the tree, without a checkpoint. A
 * <em>tlog-proof</em> (C2SP tlog-proof) is an inclusion proof together with the checkpoint that it
 * leads to. A <em>loss statement</em> is a log's word, under its signature, that it has lost
 * entries.
 *
 * <pre>{@code
 * VerifierKey log = VerifierKey.parse(vkey);
 * TlogProof proof = TlogProof.parse(Files.readAllBytes(file));
 * SignedCheckpoint head = proof.verify(new TreeHasher().leaf(entry), log);
 * OptionalLong seen = head.cosignedAt(witness);
 * }</pre>
 *
 * <p>Size and root of a tree are taken from one verified checkpoint and from nowhere else.
 *
 * <p>Nothing may enter that reads clocks, files or networks: times are arguments, and whether a
 * time is too old or in the future is a policy's matter.
 */
@NullMarked
package dev.cairn.tree.checkpoint;

import org.jspecify.annotations.NullMarked;
