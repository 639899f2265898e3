package dev.cairn.event.filter;

import dev.cairn.audit.v1.Attribute;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An attribute of an event.
 *
 * @param name its name: a letter, then letters, digits and {@code ._-}, at most 64 of them
 */
public record AttributeField(String name) implements Field {
  /** What stands before the name in a filter. */
  static final String PREFIX = "attributes.";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

  /** Refuses what is no name of an attribute. */
  public AttributeField {
    if (!isName(name)) {
      throw new IllegalArgumentException("not an attribute's name: " + name);
    }
  }

  /** Whether an attribute can be called so. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  @Override
  public List<Literal> values(EventView view) {
    for (Attribute attribute : view.event().getAttributesList()) {
      if (attribute.getName().equals(name)) {
        return value(attribute);
      }
    }
    return List.of();
  }

  private static List<Literal> value(Attribute attribute) {
    return switch (attribute.getValueCase()) {
      case TEXT -> List.of(new Literal.Text(attribute.getText()));
      case INTEGER -> List.of(new Literal.Decimal(BigDecimal.valueOf(attribute.getInteger())));
      case NUMBER -> number(attribute.getNumber());
      case FLAG -> List.of(new Literal.Flag(attribute.getFlag()));
      case TIME -> Times.value(attribute.getTime());
      case DATA, VALUE_NOT_SET -> List.of();
    };
  }

  private static List<Literal> number(double number) {
    return Double.isFinite(number)
        ? List.of(new Literal.Decimal(BigDecimal.valueOf(number)))
        : List.of();
  }

  @Override
  public boolean isPresent(EventView view) {
    return view.event().getAttributesList().stream()
        .anyMatch(attribute -> attribute.getName().equals(name));
  }

  @Override
  public String toString() {
    return PREFIX + name;
  }
}
