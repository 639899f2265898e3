/**
 * The form of a backup: what its files are called, what is in them, and how they are read.
 *
 * <p>Terms. A backup is made in <em>increments</em>, one for each run that found something new. An
 * increment is over a range of entries and has a <em>manifest</em>: its files with the SHA-256 of
 * each, as {@code sha256sum -c} reads them. Files of an increment never change. What does change,
 * the partial tiles at the right edge of the tree, is in the manifest of the <em>edge</em>, which
 * the next increment replaces. The <em>description</em> is written last and names all manifests: a
 * backup is what its description says.
 *
 * <pre>
 * backup.json               the description
 * tiles/                    the log as static files (C2SP tlog-tiles)
 * keys/000001.jsonl.gz      the idempotency keys of the first increment's entries
 * checkpoints/000001.jsonl.gz
 * manifests/000001.sha256   the files of the first increment
 * manifests/000001.edge.sha256
 * key                       the log's signing key; only if it was asked for
 * lock                      held by the one process that writes the backup
 * </pre>
 *
 * <pre>{@code
 * try (BackupFiles files = BackupFiles.open(path)) {
 *   BackupDescription description = BackupDescription.read(files);
 * }
 * }</pre>
 *
 * <p>Nothing of a store enters here, and no judgement of a backup as a whole.
 */
@NullMarked
package dev.cairn.backup.form;

import org.jspecify.annotations.NullMarked;
