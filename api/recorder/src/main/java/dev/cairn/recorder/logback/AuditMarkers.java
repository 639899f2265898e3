package dev.cairn.recorder.logback;

/** Marks log lines as audit events. */
public final class AuditMarkers {
  /**
   * The name of all of them. A plain marker of this name serves too, for lines whose key-value
   * pairs say everything.
   */
  public static final String NAME = "CAIRN_AUDIT";

  private AuditMarkers() {}

  /**
   * A marker that says what kind of event a line is.
   *
   * @param type such as {@code com.example.order.deleted}
   * @param action what was done, as a verb: {@code delete}
   */
  public static AuditMarker event(String type, String action) {
    return AuditMarker.of(type, action);
  }
}
