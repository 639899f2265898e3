package dev.cairn.server.scrub;

import java.util.List;
import java.util.Optional;

/**
 * How far the scrub of a log has come, for its operator. Times are in milliseconds since 1970.
 *
 * @param isOn whether the log is scrubbed at all
 * @param isUnderWay whether a pass is under way
 * @param position how many entries the pass has gone over
 * @param size how many it goes over
 * @param bytes how many bytes of the store were read since the start of the server
 * @param last the last complete pass
 * @param findings what is wrong, the first 100 of it, until a later pass finds it good again
 * @param moreFindings how many there are beyond those
 * @param trouble why it cannot go on for now, if so
 */
public record ScrubStatus(
    boolean isOn,
    boolean isUnderWay,
    long position,
    long size,
    long bytes,
    Optional<Pass> last,
    List<ScrubFinding> findings,
    long moreFindings,
    Optional<String> trouble) {

  /**
   * A pass that has come to its end.
   *
   * @param startedMillis when it began
   * @param endedMillis when it ended
   * @param size how many entries it has gone over
   * @param findings how many things it has found wrong
   */
  public record Pass(long startedMillis, long endedMillis, long size, long findings) {}

  /** How many things are known to be wrong. */
  public long openFindings() {
    return findings.size() + moreFindings;
  }
}
