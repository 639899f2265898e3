package dev.cairn.server.store;

import dev.cairn.tree.merkle.Hash;
import java.util.List;

/**
 * Hashes of consecutive nodes of one level.
 *
 * @param level a stored level: 0, 4, 8, … 60
 * @param start the position of the first node in its level
 * @param hashes the nodes' hashes, at least one
 */
public record HashRun(int level, long start, List<Hash> hashes) {}
