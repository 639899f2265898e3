package dev.cairn.recorder.logback;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;
import java.io.Serial;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Makes a log line an audit event, and says of it what the line's own key-value pairs need not.
 * Immutable; the methods return another marker. It takes no references to other markers.
 */
public final class AuditMarker implements Marker {
  @Serial private static final long serialVersionUID = 1L;

  private final AuditEvent said;

  private AuditMarker(AuditEvent said) {
    this.said = said;
  }

  static AuditMarker of(String type, String action) {
    return new AuditMarker(AuditEvent.newBuilder().setType(type).setAction(action).build());
  }

  /** What the marker says; the rest is empty. */
  AuditEvent said() {
    return said;
  }

  /** Who did it. */
  public AuditMarker by(String type, String id) {
    return with(said.toBuilder().setActor(Actor.newBuilder().setType(type).setId(id)));
  }

  /** What it was done to; may be called several times. */
  public AuditMarker on(String type, String id) {
    return with(said.toBuilder().addTargets(Target.newBuilder().setType(type).setId(id)));
  }

  /** It is about to be tried. */
  public AuditMarker attempted() {
    return ended(Stage.STAGE_ATTEMPT, OutcomeStatus.OUTCOME_STATUS_UNKNOWN, "");
  }

  /** It was done. */
  public AuditMarker succeeded() {
    return ended(Stage.STAGE_COMPLETION, OutcomeStatus.OUTCOME_STATUS_SUCCESS, "");
  }

  /** It failed, with the action's own code, which may be empty. */
  public AuditMarker failed(String code) {
    return ended(Stage.STAGE_COMPLETION, OutcomeStatus.OUTCOME_STATUS_FAILURE, code);
  }

  /** It was not allowed, with the action's own code, which may be empty. */
  public AuditMarker denied(String code) {
    return ended(Stage.STAGE_COMPLETION, OutcomeStatus.OUTCOME_STATUS_DENIED, code);
  }

  private AuditMarker ended(Stage stage, OutcomeStatus status, String code) {
    Outcome.Builder outcome = Outcome.newBuilder().setStage(stage).setStatus(status).setCode(code);
    return with(said.toBuilder().setOutcome(outcome));
  }

  private static AuditMarker with(AuditEvent.Builder said) {
    return new AuditMarker(said.build());
  }

  @Override
  public String getName() {
    return AuditMarkers.NAME;
  }

  /**
   * @throws UnsupportedOperationException always
   */
  @Override
  public void add(Marker reference) {
    throw new UnsupportedOperationException("an audit marker takes no references");
  }

  @Override
  public boolean remove(Marker reference) {
    return false;
  }

  @SuppressWarnings("deprecation")
  @Override
  public boolean hasChildren() {
    return false;
  }

  @Override
  public boolean hasReferences() {
    return false;
  }

  @Override
  public Iterator<Marker> iterator() {
    return Collections.emptyIterator();
  }

  @Override
  public boolean contains(Marker other) {
    return contains(other.getName());
  }

  @Override
  public boolean contains(String name) {
    return AuditMarkers.NAME.equals(name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuditMarker marker && said.equals(marker.said);
  }

  @Override
  public int hashCode() {
    return said.hashCode();
  }

  @Override
  public String toString() {
    return getName() + "(" + said.getType() + " " + said.getAction() + ")";
  }
}
