package dev.cairn.server.search;

import dev.cairn.event.filter.EventField;
import dev.cairn.event.filter.Field;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A field whose values are in the index. Its code is part of the index's format. */
enum IndexedField {
  ID(1, EventField.ID),
  SOURCE(2, EventField.SOURCE),
  TYPE(3, EventField.TYPE),
  ACTION(4, EventField.ACTION),
  ACTOR_ID(5, EventField.ACTOR_ID),
  ACTOR_TYPE(6, EventField.ACTOR_TYPE),
  TARGET_ID(7, EventField.TARGET_ID),
  TARGET_TYPE(8, EventField.TARGET_TYPE),
  OUTCOME_STATUS(9, EventField.OUTCOME_STATUS),
  OUTCOME_STAGE(10, EventField.OUTCOME_STAGE),
  TRACE_ID(11, EventField.TRACE_ID),
  CORRELATION_ID(12, EventField.CORRELATION_ID),
  PRODUCER(13, EventField.PRODUCER);

  private static final Map<EventField, IndexedField> BY_FIELD = new EnumMap<>(EventField.class);

  static {
    Arrays.stream(values()).forEach(indexed -> BY_FIELD.put(indexed.field, indexed));
  }

  private final int code;
  private final EventField field;

  IndexedField(int code, EventField field) {
    this.code = code;
    this.field = field;
  }

  /** The indexed field that is that field, if it is indexed. */
  static Optional<IndexedField> of(Field field) {
    return field instanceof EventField known
        ? Optional.ofNullable(BY_FIELD.get(known))
        : Optional.empty();
  }

  /** At least 1, at most 127. */
  int code() {
    return code;
  }

  EventField field() {
    return field;
  }
}
