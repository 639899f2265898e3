package dev.cairn.tree.merkle;

/**
 * A proof that was checked while it was made.
 *
 * @param leaf the leaf's hash
 * @param path as from {@link Prover#inclusion(long, long)}, the leaf's sibling first
 */
public record LeafProof(Hash leaf, HashList path) {}
