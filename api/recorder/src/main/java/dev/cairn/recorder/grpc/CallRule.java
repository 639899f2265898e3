package dev.cairn.recorder.grpc;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How calls are recorded.
 *
 * @param level how much of them
 * @param mode whether they wait for it
 * @param attempts whether each is also recorded before the handler runs. The handler's thread then
 *     waits for the sink if the mode is {@link CallMode#REQUIRED}.
 * @param redactions paths of fields that are left out of messages, by the names of the fields in
 *     the contract: {@code card.number}; {@code items.secret} in every item; {@code labels.token},
 *     where labels is a map, the value of that key; {@code *} for every field or key of its level,
 *     so that {@code *} alone leaves nothing. At most 256.
 */
public record CallRule(CallLevel level, CallMode mode, boolean attempts, List<String> redactions) {
  private static final int MAX_REDACTIONS = 256;
  private static final Pattern PATH = Pattern.compile("[^.\\s]+(\\.[^.\\s]+){0,63}");

  /**
   * @throws IllegalArgumentException if a path is malformed or there are too many
   */
  public CallRule {
    redactions = List.copyOf(redactions);
    if (redactions.size() > MAX_REDACTIONS) {
      throw new IllegalArgumentException(redactions.size() + " redactions; at most 256 are taken");
    }
    for (String path : redactions) {
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException("not a path of fields: \"" + path + "\"");
      }
    }
  }

  /** Asynchronous, completions only, nothing left out. */
  public static CallRule of(CallLevel level) {
    return new CallRule(level, CallMode.ASYNCHRONOUS, false, List.of());
  }

  /** The same, with the caller waiting for the event. */
  public CallRule required() {
    return new CallRule(level, CallMode.REQUIRED, attempts, redactions);
  }

  /** The same, with attempts recorded too or not. */
  public CallRule withAttempts(boolean attempts) {
    return new CallRule(level, mode, attempts, redactions);
  }

  /** The same, leaving out these fields instead. */
  public CallRule redacting(String... paths) {
    return new CallRule(level, mode, attempts, List.of(paths));
  }
}
