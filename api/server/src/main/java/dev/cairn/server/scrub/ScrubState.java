package dev.cairn.server.scrub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the scrub of a log has come, and what it has found. Times are in milliseconds since 1970.
 *
 * @param origin the log's
 * @param pass the number of the pass under way, or of the last one; 0: there was none
 * @param startedMillis when that pass began
 * @param size the number of entries that it goes over
 * @param position how far it has come
 * @param findings what is wrong, the first {@link #MAX_FINDINGS} of it
 * @param more findings of the last complete pass beyond those
 * @param moreNow findings of the pass under way beyond those
 * @param last the last complete pass
 */
record ScrubState(
    String origin,
    long pass,
    long startedMillis,
    long size,
    Position position,
    List<ScrubFinding> findings,
    long more,
    long moreNow,
    Optional<ScrubStatus.Pass> last) {

  /** The most findings that are kept one by one. */
  static final int MAX_FINDINGS = 100;

  ScrubState {
    findings = List.copyOf(findings);
  }

  static ScrubState of(String origin) {
    return new ScrubState(origin, 0, 0, 0, Position.done(), List.of(), 0, 0, Optional.empty());
  }

  /** Whether it is one that a pass over a log of so many entries can have left. */
  boolean isPossible(String log, long published) {
    return origin.equals(log)
        && pass >= 0
        && size >= 0
        && size <= published
        && position.next() >= 0
        && (position.part() != Position.Part.TREE
            || position.next() == size
            || (position.next() < size && position.next() % BlockSweep.LEAVES == 0))
        && findings.size() <= MAX_FINDINGS
        && more >= 0
        && moreNow >= 0;
  }

  boolean isUnderWay() {
    return position.part() != Position.Part.DONE;
  }

  ScrubState begin(long nowMillis, long entries) {
    return new ScrubState(
        origin, pass + 1, nowMillis, entries, Position.START, findings, more, 0, last);
  }

  ScrubState at(Position next) {
    return new ScrubState(origin, pass, startedMillis, size, next, findings, more, moreNow, last);
  }

  /** With a finding of the pass under way. */
  ScrubState found(String message, long nowMillis) {
    List<ScrubFinding> all = new ArrayList<>(findings);
    boolean isKnown = false;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).message().equals(message)) {
        all.set(i, all.get(i).seenIn(pass));
        isKnown = true;
      }
    }
    boolean fits = isKnown || all.size() < MAX_FINDINGS;
    if (!isKnown && fits) {
      all.add(new ScrubFinding(message, nowMillis, pass));
    }
    return new ScrubState(
        origin, pass, startedMillis, size, position, all, more, moreNow + (fits ? 0 : 1), last);
  }

  /** Whether the pass under way has found anything. */
  boolean foundAny() {
    return moreNow > 0 || findings.stream().anyMatch(finding -> finding.pass() == pass);
  }

  boolean knows(String message) {
    return findings.stream().anyMatch(finding -> finding.message().equals(message));
  }

  /** After the end of the pass under way: what it has not found is good again. */
  ScrubState ended(long nowMillis) {
    List<ScrubFinding> open = findings.stream().filter(each -> each.pass() == pass).toList();
    ScrubStatus.Pass ended =
        new ScrubStatus.Pass(startedMillis, nowMillis, size, open.size() + moreNow);
    return new ScrubState(
        origin, pass, startedMillis, size, position, open, moreNow, 0, Optional.of(ended));
  }
}
