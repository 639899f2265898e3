package dev.cairn.backup.write;

import dev.cairn.backup.form.BackupDescription;

/**
 * What a run came to.
 *
 * @param description of the backup now
 * @param files files that were written, description apart
 * @param bytes bytes of entries and hashes that were written
 * @param hasChanged whether there was anything new
 */
public record BackupResult(
    BackupDescription description, long files, long bytes, boolean hasChanged) {}
