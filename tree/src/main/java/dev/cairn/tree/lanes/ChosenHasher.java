package dev.cairn.tree.lanes;

import java.util.List;

/** Follows what {@link Lanes} has chosen. */
final class ChosenHasher implements BatchHasher {
  private BatchHasher hasher = new DigestHasher();
  private boolean followed;

  @Override
  public void leaves(List<byte[]> entries, byte[] out, int outOffset) {
    hasher(entries.size()).leaves(entries, out, outOffset);
  }

  @Override
  public void nodes(byte[] children, int offset, int pairs, byte[] out, int outOffset) {
    hasher(pairs).nodes(children, offset, pairs, out, outOffset);
  }

  @Override
  public void roots(byte[] nodes, int offset, int count, int height, byte[] out, int outOffset) {
    hasher((long) count << height).roots(nodes, offset, count, height, out, outOffset);
  }

  private BatchHasher hasher(long hashes) {
    if (!followed) {
      Lanes.count(hashes);
      Lanes.choice()
          .ifPresent(
              choice -> {
                hasher = choice.newHasher();
                followed = true;
              });
    }
    return hasher;
  }
}
