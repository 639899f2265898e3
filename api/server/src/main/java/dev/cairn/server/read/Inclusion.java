package dev.cairn.server.read;

import dev.cairn.tree.merkle.Hash;
import java.util.List;

/**
 * A verified proof that a leaf is in a tree.
 *
 * @param index the leaf's index
 * @param leafHash the leaf's hash
 * @param treeSize the size of the tree
 * @param hashes the audit path, the leaf's sibling first
 */
public record Inclusion(long index, Hash leafHash, long treeSize, List<Hash> hashes) {}
