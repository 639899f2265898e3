package dev.cairn.recorder.grpc;

/** The event of a call's attempt, which is made once, before the handler knows enough to begin. */
final class Attempt {
  private final RecordedCall recorded;
  private final CallRecorder recorder;
  private boolean isMade;

  Attempt(RecordedCall recorded, CallRecorder recorder) {
    this.recorded = recorded;
    this.recorder = recorder;
  }

  /** Records the attempt unless that is done or not asked for; whether the call may go on. */
  boolean mayGoOn() {
    if (isMade || !recorded.isAttemptRecorded()) {
      return true;
    }
    isMade = true;
    CallFacts facts = recorded.attempt();
    if (recorded.isRequired()) {
      return recorder.recordAndWait(facts);
    }
    recorder.recordSoon(facts);
    return true;
  }
}
