package dev.cairn.event.seal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The event by which a producer says which key seals its events from then on. It is alone in its
 * run. The first event of a chain is one, sealed by the very key that it names; a later one is
 * sealed by the key before. In both the named key signs that its owner wants to be that producer.
 *
 * @param key the key that it names; its name is the producer's
 */
public record KeyEvent(VerifierKey key) {
  /** The type of these events. */
  public static final String TYPE = "dev.cairn.producer.key";

  /** The most bytes of a producer's name. */
  public static final int MAX_NAME_BYTES = 100;

  /** The source of the events that producers make about themselves. */
  static final String SOURCE = "urn:cairn:producers";

  private static final String POSSESSION = "possession";
  private static final String TARGET_TYPE = "vkey";

  /**
   * The event that names a key.
   *
   * @param sequence its place in the chain, 0 for the first key
   */
  public static AuditEvent of(SigningKey key, long sequence, Instant time) {
    VerifierKey vkey = key.verifierKey();
    byte[] possession = key.sign(claim(vkey, sequence));
    return producerEvent(vkey.name(), TYPE, sequence, time)
        .setAction(sequence == 0 ? "register" : "rotate")
        .addTargets(Target.newBuilder().setType(TARGET_TYPE).setId(vkey.toString()))
        .addAttributes(
            Attribute.newBuilder().setName(POSSESSION).setData(ByteString.copyFrom(possession)))
        .build();
  }

  /** Whether an event claims to be one. */
  public static boolean isKeyEvent(AuditEvent event) {
    return event.getType().equals(TYPE);
  }

  /**
   * Reads and verifies the event.
   *
   * @param producer whose chain it is in
   * @param sequence its place in the chain
   * @throws MalformedException if it is not such an event
   * @throws VerificationException if the key's owner has not signed for it
   */
  public static KeyEvent parse(AuditEvent event, String producer, long sequence)
      throws MalformedException, VerificationException {
    if (!isKeyEvent(event)
        || !isNamed(event, producer, sequence)
        || event.getTargetsCount() != 1
        || event.getAttributesCount() != 1
        || !event.getAttributes(0).getName().equals(POSSESSION)) {
      throw new MalformedException("the event does not name a producer's key as it must");
    }
    VerifierKey key = VerifierKey.parse(event.getTargets(0).getId());
    if (!key.name().equals(producer) || key.type() != KeyType.ED25519) {
      throw new MalformedException("the key is not an Ed25519 key named " + producer);
    }
    byte[] possession = event.getAttributes(0).getData().toByteArray();
    if (!key.verify(claim(key, sequence), possession)) {
      throw new VerificationException("the owner of " + key.identity() + " has not signed for it");
    }
    return new KeyEvent(key);
  }

  /** One name for one place in a chain, so that a log takes no two claims to it. */
  static boolean isNamed(AuditEvent event, String producer, long sequence) {
    return event.getSource().equals(SOURCE) && event.getId().equals(name(producer, sequence));
  }

  private static String name(String producer, long sequence) {
    return producer + "#" + sequence;
  }

  private static byte[] claim(VerifierKey key, long sequence) {
    return "cairn.dev/producer-key/v1\n%s\n%d\n"
        .formatted(key, sequence)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What all events of producers about themselves have in common. */
  static AuditEvent.Builder producerEvent(
      String producer, String type, long sequence, Instant time) {
    return AuditEvent.newBuilder()
        .setId(name(producer, sequence))
        .setSource(SOURCE)
        .setType(type)
        .setOccurredTime(
            Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
        .setActor(Actor.newBuilder().setType("producer").setId(producer))
        .setOutcome(
            Outcome.newBuilder()
                .setStage(Stage.STAGE_COMPLETION)
                .setStatus(OutcomeStatus.OUTCOME_STATUS_SUCCESS));
  }
}
