/**
 * Reads all of a running log again and again, and compares it with what was signed: storage loses
 * bits without a word, and a damaged entry that nobody reads is found when its last good copy is
 * gone.
 *
 * <p>A <em>pass</em> goes over the tree as it was published when the pass began, in <em>blocks</em>
 * of 4,096 leaves: each block's root is proved to be in the newest signed head, each entry and each
 * stored node is compared with what is computed. Then come the idempotency keys, which no head
 * covers but by a checksum, and the kept checkpoints. A <em>finding</em> is what does not fit; it
 * is kept until a later pass finds it good again. A pass is as slow as the log's owner wants it,
 * goes on after a restart where it was, and makes only short readings of the store.
 *
 * <pre>{@code
 * try (Scrubber scrubber = new Scrubber(log, ScrubSettings.DEFAULT)) {
 *   scrubber.start();
 *   scrubber.status().findings().forEach(finding -> out.println(finding.message()));
 * }
 * }</pre>
 *
 * <p>Nothing is repaired here, and nothing is served or signed from here. A log is stopped only if
 * the stored right edge is wrong, which the next proofs need.
 */
@NullMarked
package dev.cairn.server.scrub;

import org.jspecify.annotations.NullMarked;
