/**
 * Bits of the store's file flip, at rest and under a running server, and its end is cut off.
 *
 * <p>A <em>flip</em> is one bit of the file. Its <em>fate</em> is what became of it: the log was
 * refused at the start, a reading failed, the check found it, or it was in a part of the file that
 * means nothing, and everything was right all the same. Worse fates are violations: a wrong answer,
 * a signature over another tree, a crash of the JVM.
 *
 * <p>Flips are tried out in a JVM of their own, so that a crash costs one flip and is noticed.
 *
 * <pre>{@code
 * Trial trial = new Trial(image, folder);
 * Fate fate = trial.flip(new Flip(4_099, 3), true);
 * }</pre>
 *
 * <p>Damage in two places at a time does not enter.
 */
@NullMarked
package dev.cairn.faults.damage;

import org.jspecify.annotations.NullMarked;
