package dev.cairn.event.sample;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.Outcome;
import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import dev.cairn.audit.v1.Target;

/** Short ways to write the parts of an event. */
final class Values {
  static final Outcome SUCCESS = ended(OutcomeStatus.OUTCOME_STATUS_SUCCESS, "", "");

  private Values() {}

  static Outcome failed(String code, String message) {
    return ended(OutcomeStatus.OUTCOME_STATUS_FAILURE, code, message);
  }

  static Outcome denied(String code, String message) {
    return ended(OutcomeStatus.OUTCOME_STATUS_DENIED, code, message);
  }

  private static Outcome ended(OutcomeStatus status, String code, String message) {
    return Outcome.newBuilder()
        .setStage(Stage.STAGE_COMPLETION)
        .setStatus(status)
        .setCode(code)
        .setMessage(message)
        .build();
  }

  static Target target(String type, String id) {
    return Target.newBuilder().setType(type).setId(id).build();
  }

  static Attribute text(String name, String value) {
    return Attribute.newBuilder().setName(name).setText(value).build();
  }

  static Attribute integer(String name, long value) {
    return Attribute.newBuilder().setName(name).setInteger(value).build();
  }

  static Attribute number(String name, double value) {
    return Attribute.newBuilder().setName(name).setNumber(value).build();
  }

  static Attribute flag(String name, boolean value) {
    return Attribute.newBuilder().setName(name).setFlag(value).build();
  }

  static Attribute data(String name, ByteString value) {
    return Attribute.newBuilder().setName(name).setData(value).build();
  }

  static Attribute time(String name, long seconds) {
    return Attribute.newBuilder()
        .setName(name)
        .setTime(Timestamp.newBuilder().setSeconds(seconds))
        .build();
  }
}
