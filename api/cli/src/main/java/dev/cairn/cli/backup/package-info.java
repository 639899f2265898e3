/**
 * The commands that make, check and use backups.
 *
 * <pre>{@code
 * cairn backup --data ./log --to ./backup
 * cairn backup verify --from ./backup
 * cairn restore --from ./backup --data ./restored --key ./key
 * }</pre>
 *
 * <p>What a backup is, and what is done with it, is decided in {@code dev.cairn.backup}.
 */
@NullMarked
package dev.cairn.cli.backup;

import org.jspecify.annotations.NullMarked;
