/**
 * What those have in common that follow a log behind the durable line.
 *
 * <p>A follower has come to some size of the log; others wait until it has come far enough, and are
 * told if it never will.
 *
 * <pre>{@code
 * Progress<IndexStoppedException> progress = new Progress<>(IndexStoppedException::new);
 * progress.reached(size).thenRun(() -> …);
 * }</pre>
 *
 * <p>What is followed for, and how, does not enter here.
 */
@NullMarked
package dev.cairn.server.follow;

import org.jspecify.annotations.NullMarked;
