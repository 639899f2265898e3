/**
 * Finds events by a filter, and shows the producers.
 *
 * <p>The index follows the log behind the durable line, on a thread of its own, and holds nothing
 * that the log does not: it can be deleted, and is built anew. A log without events has none.
 *
 * <p>A <em>segment</em> is a range of at most 65,536 neighbouring entries of the log; fewer, if
 * their events have very many different values. A <em>term</em> is a field with a value; for each
 * term a segment has the <em>positions</em> of the events that have it. The newest segment is in
 * memory. When it is full it is written, sorted, in one commit, with the producers as they are
 * then, and never changed.
 *
 * <p>A search combines the positions of terms, as its filter says, into <em>candidates</em>: all
 * events that match, and where the index does not know, some that do not. Each candidate is read
 * from the log, verified, and matched by the whole filter before it is a hit. So the index may make
 * a search slow, and if it is damaged behind its checksums make it miss something; it cannot make
 * it show what is not so.
 *
 * <pre>{@code
 * EventIndex index = EventIndex.start("log.example/1", folder, store);
 * sequencer.whenGrown(index::grown);
 * SearchPage page = index.search(query, "", publishedSize, reader::entries);
 * }</pre>
 *
 * <p>No call of the network and no engine's type enters here, and nothing here may hold up a
 * commit.
 */
@NullMarked
package dev.cairn.server.search;

import org.jspecify.annotations.NullMarked;
