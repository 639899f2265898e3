package dev.cairn.server.web;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import dev.cairn.server.intake.Intake;
import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.util.Fields;

/** Query parameters as the fields of a request, by the request's own descriptor. */
final class QueryFields {
  private static final int HEX_CHARS = 2 * Hash.BYTES;

  private QueryFields() {}

  /**
   * Sets the fields that a query names.
   *
   * @param allowed the parameters that there are, each a field's name
   * @throws dev.cairn.server.intake.RefusedException naming a parameter that there is not, comes
   *     twice where its field does not, excludes another, or is not of its field's form
   */
  static void set(Message.Builder request, Fields query, Set<String> allowed) {
    for (Fields.Field parameter : query) {
      String name = parameter.getName();
      FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
      if (field == null || !allowed.contains(name)) {
        throw Intake.invalid(printable(name), "is no parameter here");
      }
      if (field.isRepeated()) {
        addAll(request, field, parameter.getValues());
      } else if (parameter.getValues().size() > 1) {
        throw Intake.invalid(name, "must not be repeated");
      } else {
        set(request, field, parameter.getValue());
      }
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

  /** Sets one field. */
  static void set(Message.Builder request, FieldDescriptor field, String text) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    if (oneof != null && request.hasOneof(oneof)) {
      throw Intake.invalid(
          field.getName(), "excludes " + request.getOneofFieldDescriptor(oneof).getName());
    }
    try {
      request.setField(field, value(field, text));
    } catch (MalformedException e) {
      throw Intake.invalid(field.getName(), String.valueOf(e.getMessage()));
    }
  }

  private static Object value(FieldDescriptor field, String text) throws MalformedException {
    return switch (field.getType()) {
      case INT64 -> CanonicalText.parseDecimal("it", text);
      case INT32 -> int32(CanonicalText.parseDecimal("it", text));
      case STRING -> text;
      case ENUM -> level(field, text);
      case BYTES -> hash(text);
      default -> throw new IllegalStateException(field + " is no parameter");
    };
  }

  private static int int32(long value) throws MalformedException {
    if (value > Integer.MAX_VALUE) {
      throw new MalformedException("it is not below 2^31");
    }
    return (int) value;
  }

  /** {@code witnessed} for {@code CHECKPOINT_LEVEL_WITNESSED}. */
  private static EnumValueDescriptor level(FieldDescriptor field, String text)
      throws MalformedException {
    for (EnumValueDescriptor value : field.getEnumType().getValues()) {
      if (value.getNumber() != 0 && text.equals(name(value))) {
        return value;
      }
    }
    throw new MalformedException("it is neither signed nor witnessed");
  }

  private static String name(EnumValueDescriptor value) {
    return value.getName().substring(value.getName().lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
  }

  private static ByteString hash(String text) throws MalformedException {
    // A plus that was not escaped arrives as a space.
    Hash hash =
        text.length() == HEX_CHARS
            ? Hash.parseHex(text.toLowerCase(Locale.ROOT))
            : Hash.parseBase64(text.replace(' ', '+'));
    return ByteString.copyFrom(hash.toBytes());
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "?");
    return plain.length() > 40 ? plain.substring(0, 40) + "…" : plain;
  }
}
