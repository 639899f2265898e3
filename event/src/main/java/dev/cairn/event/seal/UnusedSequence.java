package dev.cairn.event.seal;

import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Target;
import dev.cairn.tree.MalformedException;
import java.time.Instant;

/**
 * The event by which a producer says that one of its earlier sequences will not come: its event was
 * refused, or was in the log already. Being sealed, it explains the gap.
 *
 * @param sequence the sequence that will not come
 * @param reason why, in one line for a person, at most 1,024 characters
 */
public record UnusedSequence(long sequence, String reason) {
  /** The type of these events. */
  public static final String TYPE = "dev.cairn.sequence.unused";

  private static final String REASON = "reason";
  private static final String TARGET_TYPE = "sequence";
  private static final int MAX_REASON = 1_024;

  /** Refuses negative sequences; cuts the reason. */
  public UnusedSequence {
    if (sequence < 0) {
      throw new IllegalArgumentException("a sequence is not negative: " + sequence);
    }
    reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
  }

  /**
   * The event that says so.
   *
   * @param at its own place in the producer's chain
   */
  public AuditEvent toEvent(String producer, long at, Instant time) {
    return KeyEvent.producerEvent(producer, TYPE, at, time)
        .setAction("explain")
        .addTargets(Target.newBuilder().setType(TARGET_TYPE).setId(Long.toString(sequence)))
        .addAttributes(Attribute.newBuilder().setName(REASON).setText(reason))
        .build();
  }

  /** Whether an event claims to be one. */
  public static boolean isUnusedSequence(AuditEvent event) {
    return event.getType().equals(TYPE);
  }

  /**
   * Reads the event.
   *
   * @param producer whose chain it is in
   * @param at its own place in the chain
   * @throws MalformedException if it is not such an event
   */
  public static UnusedSequence parse(AuditEvent event, String producer, long at)
      throws MalformedException {
    if (!isUnusedSequence(event)
        || !KeyEvent.isNamed(event, producer, at)
        || event.getTargetsCount() != 1
        || event.getAttributesCount() != 1
        || !event.getAttributes(0).getName().equals(REASON)) {
      throw new MalformedException("the event does not explain a sequence as it must");
    }
    String id = event.getTargets(0).getId();
    try {
      long sequence = Long.parseLong(id);
      if (sequence >= 0 && Long.toString(sequence).equals(id)) {
        return new UnusedSequence(sequence, event.getAttributes(0).getText());
      }
    } catch (NumberFormatException e) {
      // Refused below, as every other text that is no sequence.
    }
    throw new MalformedException("\"" + id + "\" is not a sequence");
  }
}
