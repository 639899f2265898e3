package dev.cairn.witness;

import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.util.OptionalLong;

/**
 * What a witness knows of a log.
 *
 * @param key the key that is trusted for it, whose name is the log's origin
 * @param head the largest head ever cosigned; {@link TreeHead#EMPTY} if none
 * @param cosignedAt when it was last cosigned, in seconds since the epoch; empty if never, or not
 *     yet written down
 */
public record LogStatus(VerifierKey key, TreeHead head, OptionalLong cosignedAt) {}
