/**
 * Checks a backup as a whole: every file against its manifest, the tree against the signed
 * checkpoint, and what tiles lack against its form.
 *
 * <p>A <em>finding</em> is one thing that is wrong, and names the file. A backup without findings
 * can be restored.
 *
 * <pre>{@code
 * BackupReport report = new BackupCheck(files, Optional.of(vkey), progress).run();
 * }</pre>
 *
 * <p>Nothing is written here.
 */
@NullMarked
package dev.cairn.backup.check;

import org.jspecify.annotations.NullMarked;
