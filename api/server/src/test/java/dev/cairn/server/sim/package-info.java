/**
 * A simulation of the log's own code in a world that is made of memory: its threads, files, store,
 * witnesses and time.
 *
 * <p>The words: a <em>world</em> is what one seed makes of it; a <em>life</em> is one run of the
 * log, from its start to its end, a kill or a power loss; a <em>crew</em> is the threads that end
 * together; the <em>ledger</em> is what was promised to anybody, and what it is held to.
 *
 * <pre>{@code
 * new World(17).run(); // the same in every run
 * }</pre>
 *
 * <p>No thread, file, socket or time of the real machine enters here.
 */
@NullMarked
package dev.cairn.server.sim;

import org.jspecify.annotations.NullMarked;
