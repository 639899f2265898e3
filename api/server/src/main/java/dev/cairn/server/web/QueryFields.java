package dev.cairn.server.web;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.cairn.server.intake.Intake;
import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.Fields;

/** Query parameters as the fields of a request, by the request's own descriptor. */
final class QueryFields {
  private static final int HEX_CHARS = 2 * Hash.BYTES;
  private static final int MAX_YEAR = 9_999;
  private static final String NO_VALUE = "UNSPECIFIED";

  private QueryFields() {}

  /** Whether a field is set by one parameter; else each field of its message has its own. */
  static boolean isValue(FieldDescriptor field) {
    return field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || isTime(field);
  }

  private static boolean isTime(FieldDescriptor field) {
    return field.getMessageType().equals(Timestamp.getDescriptor());
  }

  /**
   * Sets the fields that a query names.
   *
   * @param allowed the parameters that there are, each a field's name, or that of a message and of
   *     a field in it with a dot between
   * @throws dev.cairn.server.intake.RefusedException naming a parameter that there is not, comes
   *     twice where its field does not, excludes another, or is not of its field's form
   */
  static void set(Message.Builder request, Fields query, Set<String> allowed) {
    for (Fields.Field parameter : query) {
      String name = parameter.getName();
      if (!allowed.contains(name)) {
        throw Intake.invalid(printable(name), "is no parameter here");
      }
      int dot = name.indexOf('.');
      if (dot < 0) {
        set(request, field(request, name), parameter);
      } else {
        FieldDescriptor outer = field(request, name.substring(0, dot));
        checkAlone(request, outer, name);
        Message.Builder part = request.getFieldBuilder(outer);
        set(part, field(part, name.substring(dot + 1)), parameter);
      }
    }
  }

  private static FieldDescriptor field(Message.Builder request, String name) {
    return request.getDescriptorForType().findFieldByName(name);
  }

  private static void set(Message.Builder request, FieldDescriptor field, Fields.Field parameter) {
    if (field.isRepeated()) {
      addAll(request, field, parameter.getValues());
    } else if (parameter.getValues().size() > 1) {
      throw Intake.invalid(parameter.getName(), "must not be repeated");
    } else {
      set(request, field, parameter.getName(), parameter.getValue());
    }
  }

  /** Sets a repeated field to the values that its parameter has, in their order. */
  private static void addAll(Message.Builder request, FieldDescriptor field, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      try {
        request.addRepeatedField(field, value(field, texts.get(i)));
      } catch (MalformedException e) {
        String name = "%s[%d]".formatted(field.getName(), i);
        throw Intake.invalid(name, String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Sets one field.
   *
   * @param name the parameter's
   */
  static void set(Message.Builder request, FieldDescriptor field, String name, String text) {
    checkAlone(request, field, name);
    try {
      request.setField(field, value(field, text));
    } catch (MalformedException e) {
      throw Intake.invalid(name, String.valueOf(e.getMessage()));
    }
  }

  /** Refuses a field of which another one excludes it. */
  private static void checkAlone(Message.Builder request, FieldDescriptor field, String name) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    if (oneof != null && request.hasOneof(oneof)) {
      FieldDescriptor other = request.getOneofFieldDescriptor(oneof);
      if (other != field || isValue(field)) {
        throw Intake.invalid(name, "excludes " + other.getName());
      }
    }
  }

  private static Object value(FieldDescriptor field, String text) throws MalformedException {
    return switch (field.getType()) {
      case INT64 -> CanonicalText.parseDecimal("it", text);
      case INT32 -> int32(CanonicalText.parseDecimal("it", text));
      case STRING -> text;
      case BOOL -> flag(text);
      case ENUM -> named(field.getEnumType(), text);
      case BYTES -> hash(text);
      case MESSAGE -> time(text);
      default -> throw new IllegalStateException(field + " is no parameter");
    };
  }

  private static int int32(long value) throws MalformedException {
    if (value > Integer.MAX_VALUE) {
      throw new MalformedException("it is not below 2^31");
    }
    return (int) value;
  }

  private static boolean flag(String text) throws MalformedException {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new MalformedException("it is neither true nor false");
    };
  }

  /** {@code witnessed} for {@code CHECKPOINT_LEVEL_WITNESSED}. */
  private static EnumValueDescriptor named(EnumDescriptor type, String text)
      throws MalformedException {
    List<EnumValueDescriptor> values = type.getValues().subList(1, type.getValues().size());
    for (EnumValueDescriptor value : values) {
      if (text.equals(name(value))) {
        return value;
      }
    }
    throw new MalformedException(
        values.stream()
            .map(QueryFields::name)
            .collect(Collectors.joining(" nor ", "it is neither ", "")));
  }

  /** The name without the prefix that all values of its type have. */
  private static String name(EnumValueDescriptor value) {
    String none = value.getType().findValueByNumber(0).getName();
    int prefix = none.length() - NO_VALUE.length();
    return value.getName().substring(prefix).toLowerCase(Locale.ROOT);
  }

  private static ByteString hash(String text) throws MalformedException {
    // A plus that was not escaped arrives as a space.
    Hash hash =
        text.length() == HEX_CHARS
            ? Hash.parseHex(text.toLowerCase(Locale.ROOT))
            : Hash.parseBase64(text.replace(' ', '+'));
    return ByteString.copyFrom(hash.toBytes());
  }

  private static Timestamp time(String text) throws MalformedException {
    try {
      // As above.
      OffsetDateTime time =
          OffsetDateTime.parse(text.replace(' ', '+')).withOffsetSameInstant(ZoneOffset.UTC);
      if (time.getYear() >= 1 && time.getYear() <= MAX_YEAR) {
        return Timestamp.newBuilder()
            .setSeconds(time.toEpochSecond())
            .setNanos(time.getNano())
            .build();
      }
    } catch (DateTimeException e) {
      // Refused below, like years that no timestamp has.
    }
    throw new MalformedException("it is not a time such as 2026-01-31T12:00:00Z");
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "?");
    return plain.length() > 40 ? plain.substring(0, 40) + "…" : plain;
  }
}
