package dev.cairn.backup.repair;

import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;

/**
 * What a repair came to.
 *
 * @param head the head of the new store
 * @param damaged where the damaged store is kept
 * @param fromCopy the number of entries that were taken from the copy
 * @param keys the number of idempotency keys
 * @param lostKeys whether keys of the damaged store were lost
 * @param checkpoints the number of kept checkpoints
 * @param droppedCheckpoints how many of those that could be read were not of this tree
 * @param headWasUnreadable whether the damaged store did not say how many entries it had at last:
 *     those after the published ones come from the journal then, and from nowhere else
 */
public record Repaired(
    TreeHead head,
    Path damaged,
    long fromCopy,
    long keys,
    boolean lostKeys,
    long checkpoints,
    long droppedCheckpoints,
    boolean headWasUnreadable) {}
