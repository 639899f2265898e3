package dev.cairn.tree.lanes;

import java.util.Arrays;
import java.util.stream.Stream;

/** Every kind of hasher that this machine has. */
final class Hashers {
  private Hashers() {}

  static Stream<Kind> all() {
    Stream<Kind> lanes =
        Arrays.stream(LaneWidth.values())
            .flatMap(
                width -> Lanes.hasherOf(width).map(h -> new Kind(width.toString(), h)).stream());
    return Stream.concat(
        Stream.of(
            new Kind("MessageDigest", Lanes.digestHasher()),
            new Kind("the one in use", Lanes.newHasher())),
        Stream.concat(lanes, Stream.concat(calibrated(3), calibrated(6))));
  }

  /** Hashers that leave to MessageDigest what fills fewer lanes. */
  private static Stream<Kind> calibrated(int messages) {
    return Arrays.stream(LaneWidth.values())
        .flatMap(
            width ->
                Lanes.rounds(width).stream()
                    .map(rounds -> new Choice(rounds, width, messages, messages))
                    .map(choice -> new Kind(width + " from " + messages, choice.newHasher())));
  }

  record Kind(String name, BatchHasher hasher) {
    @Override
    public String toString() {
      return name;
    }
  }
}
