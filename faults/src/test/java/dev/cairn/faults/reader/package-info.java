/**
 * A foreign process looks into the store's file while the server writes, and does not end.
 *
 * <p>What such a <em>reader</em> sees may not be written over, so the file grows with each commit.
 * Promised: the log goes on, nothing is lost, the growth is no more than the pages that each commit
 * writes anew, and once the reader has died, the space is soon used again.
 *
 * <pre>{@code
 * Process reader = ReaderMain.start(data.resolve("store"));
 * }</pre>
 *
 * <p>The server's own readings do not enter: they are short.
 */
@NullMarked
package dev.cairn.faults.reader;

import org.jspecify.annotations.NullMarked;
