/**
 * Makes a backup of a log, which may be running, or brings one up to date.
 *
 * <p>What is written is verified against the newest published checkpoint first. A run writes only
 * what is new, and the description last: whenever it ends, the backup is the older or the newer
 * one, and the same command goes on.
 *
 * <pre>{@code
 * FolderView log = FolderView.of(data);
 * try (LogStore store = …) {
 *   new Backup(log, store, progress).into(folder);
 * }
 * }</pre>
 *
 * <p>Nothing is written to the log, and no lock of its folder is taken.
 */
@NullMarked
package dev.cairn.backup.write;

import org.jspecify.annotations.NullMarked;
