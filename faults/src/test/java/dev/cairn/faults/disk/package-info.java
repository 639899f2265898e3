/**
 * Disks that are full, slow, or cannot be written.
 *
 * <p>Promised: on a full disk appends are refused with RESOURCE_EXHAUSTED, reads go on, and appends
 * go on by themselves once there is room; a disk that cannot be written is refused in one line; on
 * a slow one nothing is acknowledged before it is synced.
 *
 * <pre>{@code
 * try (Mount mount = Mount.tmpfs(folder, 24 << 20)) {
 *   Launch.of(mount.folder().resolve("log")).start();
 * }
 * }</pre>
 *
 * <p>Errors of single calls do not enter.
 */
@NullMarked
package dev.cairn.faults.disk;

import org.jspecify.annotations.NullMarked;
