/**
 * How a producer and a collector seal events.
 *
 * <p>A <em>run</em> is 1 to 256 neighbouring members: what is sealed together. They are the leaves
 * of a small tree of RFC 6962, and one signature speaks for its root, so that a signature costs the
 * same for one event and for many. Each member keeps its own share, a {@link
 * dev.cairn.audit.v1.RunSeal}: with the path to the root it can be verified alone.
 *
 * <p>A producer also <em>chains</em> its events: each has the next sequence and the hash of the one
 * before. Whoever reads the log can so find what is missing, forked or repeated ({@link
 * ProducerChain}), and which key was the producer's at which time ({@link KeyEvent}).
 *
 * <pre>{@code
 * SealedRun run = Producing.seal(key, firstSequence, previousHash, events);
 * List<ProducedEvent> produced = Producing.open(run, registeredKey);
 * }</pre>
 *
 * <p>What an event says about the world does not enter here.
 */
@NullMarked
package dev.cairn.event.seal;

import org.jspecify.annotations.NullMarked;
