package dev.cairn.recorder;

import com.google.protobuf.ByteString;
import dev.cairn.recorder.delivery.EventReceipt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An event on its way into the outbox.
 *
 * @param event serialized
 * @param isOwn whether the client made it
 * @param wantsReceipt whether somebody waits until the log has it
 * @param deadline until when it may wait for room, in {@link System#nanoTime}
 * @param letter the dead letter that it is a replay of
 * @param spooled completes once it is durable in the outbox
 * @param receipt completes once it is in the log
 */
record Offer(
    ByteString event,
    boolean isOwn,
    boolean wantsReceipt,
    long deadline,
    Optional<Long> letter,
    CompletableFuture<Void> spooled,
    CompletableFuture<EventReceipt> receipt) {

  static Offer of(ByteString event, boolean wantsReceipt, long deadline, Optional<Long> letter) {
    return new Offer(
        event,
        false,
        wantsReceipt,
        deadline,
        letter,
        new CompletableFuture<>(),
        new CompletableFuture<>());
  }

  static Offer own(ByteString event) {
    return new Offer(
        event,
        true,
        false,
        0,
        Optional.empty(),
        new CompletableFuture<>(),
        new CompletableFuture<>());
  }

  static Offer own(ByteString event, CompletableFuture<EventReceipt> receipt) {
    return new Offer(event, true, true, 0, Optional.empty(), new CompletableFuture<>(), receipt);
  }

  int bytes() {
    return event.size();
  }

  void fail(Exception why) {
    spooled.completeExceptionally(why);
    receipt.completeExceptionally(why);
  }
}
