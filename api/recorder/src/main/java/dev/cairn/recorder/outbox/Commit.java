package dev.cairn.recorder.outbox;

import java.util.List;

/** What became of a change. */
public sealed interface Commit {
  /**
   * All of it is done; what was spooled and buried is durable.
   *
   * @param runs the runs that were spooled, in order
   */
  record Done(List<StoredRun> runs) implements Commit {}

  /**
   * Nothing was changed, for want of room.
   *
   * @param cause what is full
   */
  record Full(Cause cause) implements Commit {}

  /** What is full. */
  enum Cause {
    /** The waiting runs have reached their bound. */
    BOUND,
    /** The disk, or the file's bound. */
    DISK
  }
}
