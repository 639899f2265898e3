/**
 * Signs durable tree heads and hands them out.
 *
 * <p>The words: a head is <em>durable</em> once its commit has returned, and <em>published</em>
 * once a checkpoint of it is signed, remembered outside of the store, and visible to readers.
 * Someone who waits for a checkpoint <em>demands</em> it; without demand, heads are published at
 * leisure.
 *
 * <pre>{@code
 * publisher.await(receipt.coveringSize()).thenAccept(checkpoint -> …);
 * }</pre>
 *
 * <p>No head enters here that is not durable; no network type enters here.
 */
@NullMarked
package dev.cairn.server.publish;

import org.jspecify.annotations.NullMarked;
