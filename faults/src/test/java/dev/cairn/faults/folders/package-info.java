/**
 * Folders that are used twice, copied, rolled back and restored.
 *
 * <p>Promised: no two heads of one size are ever signed, as far as anything outside of the folder
 * remembers: a lock, the newest published head where it was kept, a quorum of witnesses. A copy of
 * a whole folder, served elsewhere without witnesses and without a head file, is not found out by
 * anybody but the log's clients; nothing is promised of it.
 *
 * <pre>{@code
 * Folders.copy(data, copy);
 * advance(data);
 * assertThrows(NotStartedException.class, () -> Launch.of(copy).with("--policy", policy).start());
 * }</pre>
 *
 * <p>Damage does not enter.
 */
@NullMarked
package dev.cairn.faults.folders;

import org.jspecify.annotations.NullMarked;
