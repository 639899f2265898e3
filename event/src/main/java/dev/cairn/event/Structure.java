package dev.cairn.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import java.util.List;

/**
 * What the contract's rules cannot say, or cannot be asked before: sizes that bound the work of
 * checking, texts and times that exist, the order of attributes.
 */
final class Structure {
  private static final int MAX_ATTRIBUTES = 64;
  private static final int MAX_TARGETS = 32;
  private static final int MAX_PRINCIPALS = 8;

  /** The years 1 to 9999 as seconds since 1970. */
  private static final long FIRST_SECOND = -62_135_596_800L;

  private static final long LAST_SECOND = 253_402_300_799L;

  private Structure() {}

  /** The rules look at every element of a list, also of one that is too long. */
  static void checkSizes(AuditEvent event, Problems problems) {
    int size = event.getSerializedSize();
    if (size > EventRules.MAX_EVENT_BYTES) {
      problems.add("", EventRules.oversize(size));
    }
    checkFew("targets", event.getTargetsCount(), MAX_TARGETS, problems);
    checkFew("attributes", event.getAttributesCount(), MAX_ATTRIBUTES, problems);
    checkFew("actor.on_behalf_of", event.getActor().getOnBehalfOfCount(), MAX_PRINCIPALS, problems);
  }

  private static void checkFew(String path, int count, int most, Problems problems) {
    if (count > most) {
      problems.add(path, "has %,d elements; at most %,d are taken".formatted(count, most));
    }
  }

  /** Texts that have no UTF-8 would be changed by writing them; times may lie outside the years. */
  static void checkValues(Message message, String path, Problems problems) {
    message.getAllFields().forEach((field, value) -> checkField(field, value, path, problems));
  }

  private static void checkField(
      FieldDescriptor field, Object value, String path, Problems problems) {
    String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
    if (value instanceof List<?> elements) {
      for (int i = 0; i < elements.size(); i++) {
        checkValue(elements.get(i), name + "[" + i + "]", problems);
      }
    } else {
      checkValue(value, name, problems);
    }
  }

  private static void checkValue(Object value, String path, Problems problems) {
    if (value instanceof Timestamp time) {
      if (!isTime(time)) {
        problems.add(path, "must be a time of the years 1 to 9999, its nanos in [0, 1e9)");
      }
    } else if (value instanceof Message message) {
      checkValues(message, path, problems);
    } else if (value instanceof String text && !isUnicode(text)) {
      problems.add(path, "must be Unicode: half of a surrogate pair is missing");
    }
  }

  static boolean isTime(Timestamp time) {
    return time.getSeconds() >= FIRST_SECOND
        && time.getSeconds() <= LAST_SECOND
        && time.getNanos() >= 0
        && time.getNanos() < 1_000_000_000;
  }

  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Names strictly ascend, compared as bytes. */
  static void checkOrder(List<Attribute> attributes, Problems problems) {
    for (int i = 1; i < attributes.size(); i++) {
      ByteString before = attributes.get(i - 1).getNameBytes();
      ByteString name = attributes.get(i).getNameBytes();
      int order = ByteString.unsignedLexicographicalComparator().compare(before, name);
      if (order >= 0) {
        problems.add(
            "attributes[" + i + "].name",
            order == 0
                ? "each name stands once, and this is the name before it"
                : "attributes are sorted by name (as bytes), and this belongs before the one"
                    + " before it");
      }
    }
  }
}
