/**
 * {@code cairn bench witness}: how fast a witness cosigns, and what it takes to know many logs.
 *
 * <p>The <em>logs</em> are made up here. All have the same entries, so that one tree in memory
 * proves for all of them, and each has its own key. A <em>step</em> is a size that they have on
 * their way; requests are made, signed and kept ready before the clock runs. A log has one request
 * in flight at most, and the next follows from what was answered.
 *
 * <pre>{@code
 * List<LogConversation> conversations = LogConversation.of(logs, witnessKey, 32);
 * conversations.forEach(conversation -> conversation.prepare(200));
 * Tally tally = new HttpLoad(connections, "/add-checkpoint", conversations).run(time, latencies);
 * }</pre>
 *
 * <p>Nothing of the witness's code enters the measured loop; it runs in a process of its own.
 */
@NullMarked
package dev.cairn.bench.witness;

import org.jspecify.annotations.NullMarked;
