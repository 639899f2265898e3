/**
 * What makes a small commit durable sooner than the store can: one write to a file whose blocks
 * exist, and one sync.
 *
 * <p>The <em>journal</em> is a ring of <em>records</em>, one for each commit that it was given,
 * each from the beginning of a block. A record is <em>released</em> once the store has what it
 * says; then its blocks are used again. Records of one <em>epoch</em>, from one opening of the
 * journal to the next, carry a random number that nobody outside knows, so that no entry can be
 * made to look like a record.
 *
 * <p>When the journal is opened, what the store lacks of it is committed to the store. A record
 * that was cut short ends the journal: it was never acknowledged. A damaged record before an intact
 * one is no such end, and the journal is refused.
 *
 * <pre>{@code
 * Journal journal = Journal.open(file, store); // the store has all of it now
 * journal.append(commit);                      // durable once it returns
 * store.commit(commit);
 * journal.release(commit.next().size());
 * }</pre>
 *
 * <p>No decision about what goes this way enters here.
 */
@NullMarked
package dev.cairn.server.store.journal;

import org.jspecify.annotations.NullMarked;
