/**
 * Makes a log of a copy, and brings a log up to a copy that is ahead of it.
 *
 * <p>A restored log has the tree of the copy's checkpoint, computed anew from the entries, or it is
 * no log. It is marked: whoever runs it must not sign before it is known that nothing newer was
 * ever published.
 *
 * <pre>{@code
 * Restored restored = new Restore(copy, progress).into(folder, key);
 * }</pre>
 *
 * <p>Nothing is signed here.
 */
@NullMarked
package dev.cairn.backup.restore;

import org.jspecify.annotations.NullMarked;
