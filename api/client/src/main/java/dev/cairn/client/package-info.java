/**
 * The verifying client of a log: it appends, reads and proves, and believes nothing that is not
 * shown to be so.
 *
 * <p>Terms. A log is <em>trusted</em> by its verifier key, either pinned by the caller or taken
 * from the log on first use and remembered in a {@link dev.cairn.client.TrustStore}. The
 * <em>remembered</em> head is the newest checkpoint that was verified, kept in a {@link
 * dev.cairn.client.HeadMemory}; a head is <em>admitted</em> once the log has proved that it and the
 * remembered one are of one history. What only the server says is <em>claimed</em>, and named so.
 *
 * <p>With a <em>policy</em> ({@link dev.cairn.client.Trust.ByPolicy}) the log's word is not enough:
 * a head is rested on once the policy's quorum of witnesses has cosigned it, and an append can wait
 * for that ({@link dev.cairn.client.Ack#WITNESSED}). Heads that others show, such as witnesses, are
 * <em>sightings</em>, and are admitted like the log's own. Signed heads that do not go together are
 * <em>evidence</em>.
 *
 * <pre>{@code
 * var config =
 *     ClientConfig.of(LogAddress.parse("127.0.0.1:7070"), new Trust.Pinned(VerifierKey.parse(vkey)))
 *         .withMemory(new FolderMemory(FolderMemory.userFolder()));
 * try (LogClient client = LogClient.open(config)) {
 *   Receipt receipt = client.append("hello".getBytes(UTF_8)); // logged, signed, proved
 *   LoggedEntry entry = client.get(receipt.index());          // proved to be in the log
 * }
 * }</pre>
 *
 * <p>Failures are {@link dev.cairn.client.LogException}, in four kinds. What may not enter: any
 * type of the server or its store, generated message types in a public signature (but for {@link
 * dev.cairn.client.AckCheck}, whose callers speak to the log themselves), printing, and retries
 * written by hand (the channel's service config retries).
 */
@NullMarked
package dev.cairn.client;

import org.jspecify.annotations.NullMarked;
