package dev.cairn.client.audit;

import dev.cairn.tree.merkle.TreeHead;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a witness had to show when it was asked.
 *
 * @param witness which one
 * @param head the head that it showed, found consistent with all others; empty if there was trouble
 * @param cosignedSeconds when it says that it cosigned that head, verified, in seconds since the
 *     epoch; empty if its key is not known
 * @param trouble why there is no head, one line; empty if there is one
 */
public record WitnessState(
    WitnessSource witness, Optional<TreeHead> head, OptionalLong cosignedSeconds, String trouble) {

  static WitnessState troubled(WitnessSource witness, String trouble) {
    return new WitnessState(witness, Optional.empty(), OptionalLong.empty(), trouble);
  }
}
