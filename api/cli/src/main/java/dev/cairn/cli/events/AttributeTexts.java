package dev.cairn.cli.events;

import dev.cairn.audit.v1.Attribute;
import java.util.HexFormat;

/** Values of attributes as people read them. */
final class AttributeTexts {
  private AttributeTexts() {}

  static String of(Attribute attribute) {
    return switch (attribute.getValueCase()) {
      case TEXT -> attribute.getText();
      case INTEGER -> Long.toString(attribute.getInteger());
      case NUMBER -> Double.toString(attribute.getNumber());
      case FLAG -> Boolean.toString(attribute.getFlag());
      case DATA -> HexFormat.of().formatHex(attribute.getData().toByteArray());
      case TIME -> EventTexts.time(attribute.getTime());
      case VALUE_NOT_SET -> "";
    };
  }
}
