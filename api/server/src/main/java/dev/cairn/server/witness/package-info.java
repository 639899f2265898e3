/**
 * The log's side of witnessing: sends its published heads to the witnesses of its policy, and shows
 * a head as witnessed once their quorum has cosigned it.
 *
 * <p>The words: the <em>candidate</em> is the published head that is being cosigned; there is one
 * at a time, so that slow and fast witnesses come together on the same head. It is
 * <em>witnessed</em> once the quorum has cosigned it; cosignatures that come <em>late</em> are
 * added to it. A witness is <em>heard</em> once it has said that it knows no head of this log that
 * the log itself does not have; before a quorum of them is heard, the log signs nothing.
 *
 * <pre>{@code
 * witnessing.await(receipt.coveringSize()).thenAccept(checkpoint -> …); // carries the cosignatures
 * }</pre>
 *
 * <p>Nothing here delays what is durable or signed, and nothing a witness says is believed unless a
 * signature shows it. No gRPC type enters here.
 */
@NullMarked
package dev.cairn.server.witness;

import org.jspecify.annotations.NullMarked;
