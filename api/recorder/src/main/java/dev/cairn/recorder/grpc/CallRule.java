package dev.cairn.recorder.grpc;

import java.util.List;

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
 *     so that {@code *} alone leaves nothing. A path is about requests and responses, or after
 *     {@code request:} or {@code response:} only about those. At most 256.
 * @param descriptions whether the description of a call's status is recorded although fields are
 *     left out. It is free text of the handler's, such as "bad card number 4111", and may repeat
 *     what is left out of messages: by default it is recorded only of calls that nothing is left
 *     out of, by this rule and the wider ones.
 */
public record CallRule(
    CallLevel level,
    CallMode mode,
    boolean attempts,
    List<String> redactions,
    boolean descriptions) {
  private static final int MAX_REDACTIONS = 256;

  /**
   * @throws IllegalArgumentException if a path is malformed or there are too many
   */
  public CallRule {
    redactions = List.copyOf(redactions);
    if (redactions.size() > MAX_REDACTIONS) {
      throw new IllegalArgumentException(redactions.size() + " redactions; at most 256 are taken");
    }
    redactions.forEach(FieldPath::parse);
  }

  /** Asynchronous, completions only, nothing left out. */
  public static CallRule of(CallLevel level) {
    return new CallRule(level, CallMode.ASYNCHRONOUS, false, List.of(), false);
  }

  /** The same, with the caller waiting for the event. */
  public CallRule required() {
    return new CallRule(level, CallMode.REQUIRED, attempts, redactions, descriptions);
  }

  /** The same, with attempts recorded too or not. */
  public CallRule withAttempts(boolean attempts) {
    return new CallRule(level, mode, attempts, redactions, descriptions);
  }

  /** The same, leaving out these fields instead. */
  public CallRule redacting(String... paths) {
    return new CallRule(level, mode, attempts, List.of(paths), descriptions);
  }

  /** The same, with descriptions of statuses recorded whatever is left out of messages. */
  public CallRule withDescriptions() {
    return new CallRule(level, mode, attempts, redactions, true);
  }
}
