/**
 * A log's data folder: what is in it, who may use it, and the newest published checkpoint.
 *
 * <pre>
 * log.json    format, origin and vkey; its presence makes the folder a log
 * key         the log's signing key, readable by its owner only
 * published   the newest published checkpoint, twice, apart from the store
 * restored    the checkpoint that a restore has brought the folder to, until it may sign again
 * losses/     signed statements of declared losses
 * lock        held by the one process that uses the folder
 * restored    the checkpoint that a restore has brought the folder to, until it may sign again
 * restoring   instead of log.json, while a restore is not finished
 * store/      entries, hashes, idempotency keys, head and checkpoints (LMDB)
 * index/      leaf hash to index; derived, rebuilt when it is missing (LMDB)
 * </pre>
 *
 * <pre>{@code
 * DataFolder.create(path, key, Optional.empty());
 * try (DataFolder folder = DataFolder.open(path)) { … }
 * }</pre>
 *
 * <p>Only {@code create} makes a log. What is not as it must be is refused with one line that says
 * what to do. No network type enters here.
 */
@NullMarked
package dev.cairn.server.folder;

import org.jspecify.annotations.NullMarked;
