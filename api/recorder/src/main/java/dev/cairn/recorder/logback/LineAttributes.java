package dev.cairn.recorder.logback;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.recorder.EventText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The attributes of a line's event, by the types of its values. */
final class LineAttributes {
  private static final int MAX_TEXT_BYTES = 8_192;

  private final TreeMap<String, Attribute> attributes = new TreeMap<>();
  private final List<String> cut = new ArrayList<>();

  void add(String name, Object value) {
    attributes.put(name, attribute(name, value).setName(name).build());
  }

  private Attribute.Builder attribute(String name, Object value) {
    Attribute.Builder attribute = Attribute.newBuilder();
    return switch (value) {
      case Boolean flag -> attribute.setFlag(flag);
      case Long integer -> attribute.setInteger(integer);
      case Integer integer -> attribute.setInteger(integer);
      case Short integer -> attribute.setInteger(integer);
      case Byte integer -> attribute.setInteger(integer);
      case Double number when Double.isFinite(number) -> attribute.setNumber(number);
      case Float number when Float.isFinite(number) -> attribute.setNumber(number);
      case byte[] data -> attribute.setData(ByteString.copyFrom(data));
      case Instant time ->
          attribute.setTime(
              Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()));
      default -> attribute.setText(text(name, String.valueOf(value)));
    };
  }

  private String text(String name, String value) {
    String text = EventText.text(value, MAX_TEXT_BYTES);
    if (text.length() < value.length()) {
      cut.add(name);
    }
    return text;
  }

  /** In the order of their names; {@code log.cut} has the names of texts that were too long. */
  List<Attribute> sorted() {
    if (!cut.isEmpty()) {
      add("log.cut", String.join(",", cut));
    }
    return List.copyOf(attributes.values());
  }
}
