package dev.cairn.event.filter;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of fields. */
final class FieldNames {
  private static final Map<String, EventField> FIELDS =
      Stream.of(EventField.values())
          .collect(Collectors.toUnmodifiableMap(EventField::toString, Function.identity()));
  private static final int MAX_SHOWN = 64;

  private FieldNames() {}

  /** The field of a name. */
  static Optional<Field> parse(String name) {
    if (name.startsWith(AttributeField.PREFIX)) {
      String attribute = name.substring(AttributeField.PREFIX.length());
      return AttributeField.isName(attribute)
          ? Optional.of(new AttributeField(attribute))
          : Optional.empty();
    }
    return Optional.ofNullable(FIELDS.get(name));
  }

  /** What to say of a name that no field has. */
  static String unknown(String name) {
    if (name.startsWith("attributes")) {
      return "no field %s; write attributes. and the name of an attribute".formatted(shown(name));
    }
    return "no field %s; did you mean %s?".formatted(shown(name), nearest(shown(name)));
  }

  /** A text of the caller's, cut to a length that fits a message. */
  static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private static EventField nearest(String name) {
    return Stream.of(EventField.values())
        .min(Comparator.comparingInt(field -> distance(name, field.toString())))
        .orElseThrow();
  }

  /** How many characters to insert, delete or replace to make one text of the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
