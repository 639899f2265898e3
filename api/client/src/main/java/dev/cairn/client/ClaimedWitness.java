package dev.cairn.client;

import com.google.protobuf.Timestamp;
import dev.cairn.log.v1.WitnessState;
import java.time.Instant;
import java.util.Optional;

/**
 * How one of a log's witnesses keeps up, by the server's word.
 *
 * @param name its name in the log's policy
 * @param cosignedSize size of the newest checkpoint that it has cosigned since the server started;
 *     0: none
 * @param cosigned when, by the witness's clock
 * @param lateSince since when it owes a cosignature; empty: it is in time
 * @param trouble why, in one line; may be empty
 */
public record ClaimedWitness(
    String name,
    long cosignedSize,
    Optional<Instant> cosigned,
    Optional<Instant> lateSince,
    String trouble) {

  static ClaimedWitness of(WitnessState state) {
    return new ClaimedWitness(
        state.getName(),
        state.getCosignedSize(),
        state.hasCosignedTime() ? instant(state.getCosignedTime()) : Optional.empty(),
        state.hasLateSince() ? instant(state.getLateSince()) : Optional.empty(),
        state.getTrouble());
  }

  /** Empty for what is no time at all. */
  private static Optional<Instant> instant(Timestamp time) {
    long seconds = time.getSeconds();
    boolean isTime =
        seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
    return isTime ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
  }
}
