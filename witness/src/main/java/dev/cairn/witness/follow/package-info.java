/**
 * A running witness that does what its configuration says: knows the logs that it names, polls
 * those that have a URL, and takes up what is added while it runs.
 *
 * <pre>{@code
 * try (ConfigWatch watch = ConfigWatch.open(file);
 *     RunningWitness running =
 *         RunningWitness.start(
 *             folder, passphrase, ConfiguredSettings.of(watch.current().config()), clock);
 *     LogFollower follower = LogFollower.start(running.witness(), watch)) {
 *   …
 * }
 * }</pre>
 *
 * <p>Here the parts are put together; what they do is theirs.
 */
@NullMarked
package dev.cairn.witness.follow;

import org.jspecify.annotations.NullMarked;
