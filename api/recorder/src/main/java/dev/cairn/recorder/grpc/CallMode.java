package dev.cairn.recorder.grpc;

/** Whether a call waits for its event. */
public enum CallMode {
  /**
   * It does not. An event that the sink fails to take is counted and logged; the caller does not
   * notice.
   */
  ASYNCHRONOUS,
  /**
   * The answer is held until the sink has the event. If it does not take it in time, the caller
   * gets UNAVAILABLE instead of the answer, although the action was done.
   *
   * <p>Where a method answers with a stream, only the call's end is held; the messages before it go
   * out at once, and an event of the attempt is recorded before the handler runs.
   */
  REQUIRED
}
