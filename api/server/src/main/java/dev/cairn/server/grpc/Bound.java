package dev.cairn.server.grpc;

import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;

/**
 * How large the tree must be for a request to be answered.
 *
 * @param field the field that says so
 * @param value the field's value
 * @param minSize the least tree size
 */
record Bound(String field, long value, long minSize) {
  /** Any tree will do. */
  static final Bound NONE = new Bound("", 0, 0);

  static Bound ofIndex(String field, long index) {
    // No tree has the entry at 2^63-1, and none is that large.
    return new Bound(field, index, index == Long.MAX_VALUE ? index : index + 1);
  }

  static Bound ofSize(String field, long size) {
    return new Bound(field, size, size);
  }

  RefusedException refusal(long treeSize) {
    return new RefusedException(new Refusal.BeyondTree(field, value, treeSize));
  }
}
