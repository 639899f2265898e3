/**
 * {@code cairn bench fsck}: how fast a log's folder is checked.
 *
 * <pre>{@code
 * cairn bench fsck --entries 5M --json
 * }</pre>
 *
 * <p>What is checked does not enter here.
 */
@NullMarked
package dev.cairn.bench.fsck;

import org.jspecify.annotations.NullMarked;
