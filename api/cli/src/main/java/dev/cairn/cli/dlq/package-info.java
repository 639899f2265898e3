/**
 * The commands about dead letters: the events that a log refused for good.
 *
 * <pre>{@code
 * cairn dlq list --outbox ./outbox
 * cairn dlq replay 3 --outbox ./outbox
 * }</pre>
 *
 * <p>What a dead letter is, and how it is replayed, does not enter here: the recorder knows.
 */
@NullMarked
package dev.cairn.cli.dlq;

import org.jspecify.annotations.NullMarked;
