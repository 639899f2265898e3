package dev.cairn.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Random;

/** Small changes of a message, many of which break a rule. */
final class Mutations {
  private static final List<String> CHARACTERS =
      List.of(
          "a", "Z", "9", ".", "-", " ", "~", "\n", "\u0000", "\u007f", "é", "€", "😀", "\ud800");
  private static final int[] LENGTHS = {
    0, 1, 1, 2, 8, 16, 32, 63, 64, 65, 85, 127, 128, 129, 255, 256, 341, 512, 513, 1_024, 1_025,
    2_730, 2_731, 8_192, 8_193
  };
  private static final List<String> TEXTS =
      List.of(
          "dev.cairn.",
          "dev.cairn.producer.key",
          "dev.cairn",
          "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
          "00-00000000000000000000000000000000-0123456789abcdef-01",
          "00-0123456789abcdef0123456789abcdef-0000000000000000-01",
          "00-0123456789ABCDEF0123456789abcdef-0123456789abcdef-01",
          "01-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
          "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01\n");
  private static final long[] NUMBERS = {
    -1,
    0,
    1,
    2,
    3,
    999_999_999,
    1_000_000_000,
    -62_135_596_800L,
    -62_135_596_801L,
    253_402_300_799L,
    253_402_300_800L,
    Integer.MAX_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final double[] DOUBLES = {
    0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE
  };

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** Changes a field of the message, or of a message in it. */
  void mutate(Message.Builder builder) {
    List<FieldDescriptor> fields = builder.getDescriptorForType().getFields();
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    if (field.isRepeated()) {
      mutateList(builder, field);
    } else if (random.nextInt(12) == 0) {
      builder.clearField(field);
    } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      Message.Builder inner = ((Message) builder.getField(field)).toBuilder();
      mutate(inner);
      builder.setField(field, inner.build());
    } else {
      builder.setField(field, value(field));
    }
  }

  private void mutateList(Message.Builder builder, FieldDescriptor field) {
    int count = builder.getRepeatedFieldCount(field);
    int choice = random.nextInt(10);
    if (count == 0 || choice == 0) {
      builder.addRepeatedField(field, builder.newBuilderForField(field).build());
      return;
    }
    int index = random.nextInt(count);
    Message element = (Message) builder.getRepeatedField(field, index);
    if (choice == 1) {
      int copies = List.of(1, 6, 7, 8, 30, 31, 32, 62, 63, 64, 65).get(random.nextInt(11));
      for (int i = 0; i < copies; i++) {
        builder.addRepeatedField(field, element);
      }
    } else if (choice == 2) {
      builder.setRepeatedField(field, 0, element);
    } else {
      Message.Builder inner = element.toBuilder();
      mutate(inner);
      builder.setRepeatedField(field, index, inner.build());
    }
  }

  private Object value(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> text();
      case BYTE_STRING -> ByteString.copyFrom(new byte[length()]);
      case INT -> (int) NUMBERS[random.nextInt(NUMBERS.length)];
      case LONG -> NUMBERS[random.nextInt(NUMBERS.length)];
      case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
      case FLOAT -> (float) DOUBLES[random.nextInt(DOUBLES.length)];
      case BOOLEAN -> random.nextBoolean();
      case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(-1, 7));
      case MESSAGE -> throw new IllegalArgumentException(field.getFullName());
    };
  }

  private String text() {
    if (random.nextInt(3) == 0) {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    }
    String base = (random.nextBoolean() ? "a" : "").repeat(random.nextInt(3));
    String character = CHARACTERS.get(random.nextInt(CHARACTERS.size()));
    int size = character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    return base + character.repeat(length() / size);
  }

  private int length() {
    return LENGTHS[random.nextInt(LENGTHS.length)];
  }
}
