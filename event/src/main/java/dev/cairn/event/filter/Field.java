package dev.cairn.event.filter;

import java.util.List;

/** What of an event is compared. Its {@code toString} is its name in a filter. */
public sealed interface Field permits EventField, AttributeField {

  /** The values that an event has there; absent text is one empty text. */
  List<Literal> values(EventView view);

  /** Whether the event has the field, and not only as an empty text. */
  boolean isPresent(EventView view);
}
