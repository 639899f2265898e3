/**
 * Checks the whole of a store that is not in use: everything that can be computed is computed anew
 * and compared. Nothing is changed.
 *
 * <p>A <em>finding</em> is one thing that is wrong; it names the first index that it affects. A
 * store without findings holds exactly the entries that its tree head commits to, and its
 * checkpoints are of that tree.
 *
 * <pre>{@code
 * FsckReport report = new Fsck(opener, progress).check(folder, "log.example/1");
 * report.findings().forEach(finding -> out.println(finding.message()));
 * }</pre>
 *
 * <p>No repair enters here: what is damaged is restored from a copy, whose head a witness knows.
 */
@NullMarked
package dev.cairn.server.fsck;

import org.jspecify.annotations.NullMarked;
