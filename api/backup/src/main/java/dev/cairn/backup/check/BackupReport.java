package dev.cairn.backup.check;

import dev.cairn.backup.form.BackupDescription;
import java.util.List;

/**
 * What was checked and what is wrong.
 *
 * @param description of the backup
 * @param files the number of files that were hashed
 * @param findings what is wrong, the first {@link #MAX_FINDINGS} of it, each with the path of a
 *     file
 * @param moreFindings the number of findings that are left out
 * @param hasUnlistedKey whether there is a signing key that the backup says it does not have: left
 *     by a run that was interrupted, and no damage
 */
public record BackupReport(
    BackupDescription description,
    long files,
    List<String> findings,
    long moreFindings,
    boolean hasUnlistedKey) {
  /** The most findings that a report lists. */
  public static final int MAX_FINDINGS = 100;

  /** Whether nothing is wrong. */
  public boolean isClean() {
    return findings.isEmpty();
  }
}
