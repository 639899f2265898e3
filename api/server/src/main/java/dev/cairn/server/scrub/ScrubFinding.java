package dev.cairn.server.scrub;

/**
 * Something of a log's store that does not fit what was signed.
 *
 * @param message what it is, in one line that names the first index
 * @param foundMillis when it was found first, in milliseconds since 1970
 * @param pass the number of the last pass that has found it
 */
public record ScrubFinding(String message, long foundMillis, long pass) {
  ScrubFinding seenIn(long laterPass) {
    return new ScrubFinding(message, foundMillis, laterPass);
  }
}
