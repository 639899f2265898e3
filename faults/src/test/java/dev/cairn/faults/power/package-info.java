/**
 * The power fails: what was not synced is there in part, in any part, or not at all.
 *
 * <p>A <em>recording</em> is what a server wrote, synced and renamed below one folder, in the order
 * in which strace saw it, while clients noted in a ledger when they were promised what. A
 * <em>cut</em> is a moment of it. The <em>disk</em> knows for each cut what must be there, and what
 * may be; an <em>image</em> is one choice: of what was not synced any sectors of 512 bytes in any
 * of the states that they were in, any size between, names that may be missing.
 *
 * <p>Promised, for every image: the log opens, has every entry that was acknowledged and every head
 * that was seen before the cut, and is found sound. That the same images without the server's syncs
 * fail shows that the test can.
 *
 * <pre>{@code
 * Disk disk = new Disk(root);
 * for (Step step : Recording.read(trace)) {
 *   step.on(disk);
 *   disk.image(random).writeTo(folder); // what the power left
 * }
 * }</pre>
 *
 * <p>An order that an operating system keeps beyond what POSIX promises does not enter, but one:
 * changes to one folder reach the disk in their order, as on every file system with a journal.
 */
@NullMarked
package dev.cairn.faults.power;

import org.jspecify.annotations.NullMarked;
