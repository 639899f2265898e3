/**
 * The append-only Merkle tree of RFC 6962 §2.1: hashing, growing, proving, verifying.
 *
 * <p>Terms. A <i>leaf</i> is {@code SHA-256(0x00 || entry)}, a <i>node</i> {@code SHA-256(0x01 ||
 * left || right)}. An <i>index</i> is a position and starts at 0; a <i>size</i> is a count of
 * leaves, 0 to 2^63-1. A <i>tree head</i> is a size with the root hash of that many leaves. A
 * <i>complete node</i> at level <i>l</i> covers 2^<i>l</i> leaves and never changes again; the
 * nodes on the right edge of a tree may still be incomplete and are folded from complete ones when
 * they are needed. A <i>subtree</i> is an aligned range of leaves as defined by
 * draft-ietf-plants-merkle-tree-certs; inclusion and consistency proofs are proofs of special
 * subtrees. A <i>tile</i> is up to 256 hashes of one level, named as in C2SP tlog-tiles.
 *
 * <pre>{@code
 * Map<Node, Hash> store = new HashMap<>();
 * Frontier frontier = new Frontier();
 * TreeHasher hasher = new TreeHasher();
 * for (byte[] bytes : entries) {
 *   frontier.append(hasher.leaf(bytes), (level, i, hash) -> store.put(new Node(level, i), hash));
 * }
 * TreeHead head = frontier.head();
 *
 * Prover prover = new Prover(nodes -> nodes.stream().map(store::get).toList());
 * List<Hash> proof = prover.inclusion(index, head.size());
 * ProofVerifier.inclusion(index, hasher.leaf(entry), head, proof); // throws if it does not hold
 * }</pre>
 *
 * <p>Sizes and hashes prove something only together: the same hashes may fit two sizes, so a
 * verifier takes both from one verified checkpoint and never a size from a stranger.
 *
 * <p>What may not enter: signatures, text formats, threads, and input or output of any kind. Hashes
 * come in through {@link dev.cairn.tree.merkle.HashReader} and go out through {@link
 * dev.cairn.tree.merkle.NodeSink}.
 */
@NullMarked
package dev.cairn.tree.merkle;

import org.jspecify.annotations.NullMarked;
