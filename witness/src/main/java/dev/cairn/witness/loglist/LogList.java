package dev.cairn.witness.loglist;

import dev.cairn.tree.note.VerifierKey;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A list of logs that ask to be witnessed.
 *
 * @param logs in the list's order, each with its own origin
 * @param refused the entries that are well-formed and cannot be witnessed here
 */
public record LogList(List<ListedLog> logs, List<RefusedEntry> refused) {
  /** The most bytes a list may have: 40,000 logs take about 7 million. */
  public static final int MAX_BYTES = 32_000_000;

  /** The most entries a list may have. */
  public static final int MAX_LOGS = 100_000;

  /**
   * An entry that is left out while the rest of the list is used.
   *
   * @param line where it begins, from 1
   * @param message one line for a person
   */
  public record RefusedEntry(int line, String message) {}

  /** A list of these logs. */
  public LogList {
    logs = List.copyOf(logs);
    refused = List.copyOf(refused);
  }

  /**
   * Parses a list: the line {@code logs/v0}, then for each log the lines {@code vkey}, {@code
   * origin} (optional), {@code qpd} and {@code contact} in this order. Spaces and tabs around a
   * line do not count, nor do empty lines and those that start with {@code #}.
   *
   * <p>An entry whose {@code origin} is not the name of its key is refused: a checkpoint is only
   * accepted here if its origin is the name that it is signed under.
   *
   * @throws LogListException if the list is larger than {@value #MAX_BYTES} bytes, has more than
   *     {@value #MAX_LOGS} logs, is of another form, has a key of another type than Ed25519 (0x01),
   *     or has an origin twice
   */
  public static LogList parse(byte[] list) throws LogListException {
    return parse(list, Map.of());
  }

  /**
   * Parses a list, most of whose keys are known already. Checking a key takes 0.1 ms, so that the
   * next version of a long list is read much faster that way.
   *
   * @param known keys by their vkey text, as {@link VerifierKey#toString} gives it
   * @throws LogListException as {@link #parse(byte[])}
   */
  public static LogList parse(byte[] list, Map<String, VerifierKey> known) throws LogListException {
    return LogListText.parse(list, known, vkey -> false);
  }

  /**
   * Parses a list as far as it is new. Entries of logs that the witness knows under the same key
   * must be well-formed, and are left out: there is nothing to do about them.
   *
   * @param known as in {@link #parse(byte[], Map)}
   * @param witnessed whether the witness knows a log with this vkey
   * @throws LogListException as {@link #parse(byte[])}
   */
  public static LogList parse(
      byte[] list, Map<String, VerifierKey> known, Predicate<String> witnessed)
      throws LogListException {
    return LogListText.parse(list, known, witnessed);
  }
}
