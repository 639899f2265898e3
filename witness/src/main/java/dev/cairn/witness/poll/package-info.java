/**
 * The witness follows logs by itself: fetches their checkpoints, and has them cosigned.
 *
 * <p>To <em>follow</em> a log is to attempt it again and again. An <em>attempt</em> is one visit to
 * the log's source and one submission to the witness, the same one way as a checkpoint that is sent
 * to it; its <em>outcome</em> says what came of it. After a good attempt the next one comes an
 * <em>interval</em> later, after failed ones ever later, up to the longest interval.
 *
 * <pre>{@code
 * try (Poller poller = new Poller(cosigner, sources, PollSettings.DEFAULT)) {
 *   poller.follow(new FollowedLog(key, PollUrl.parse("https://log.example/"), interval));
 * }
 * }</pre>
 *
 * <p>A log that shows two histories is reported with both signed notes, and followed on. What may
 * not enter: the decision whether to cosign, which is the witness's alone, and private keys.
 */
@NullMarked
package dev.cairn.witness.poll;

import org.jspecify.annotations.NullMarked;
