package dev.cairn.recorder.grpc;

import static dev.cairn.recorder.grpc.RedactionTest.apply;
import static dev.cairn.recorder.grpc.Requests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.cairn.audit.v1.AuditEvent;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Messages of proto2, whose fields may be required, without such fields. */
final class RequiredFieldsTest {
  @Test
  void requiredFieldsAreLeftOutToo() throws Exception {
    CallRule rule = CallRule.of(CallLevel.REQUEST).redacting("name.name_part");
    UninterpretedOption option = UninterpretedOption.newBuilder().addName(part("4111")).build();
    try (AuditedServer server = AuditedServer.start(rule)) {
      var _ =
          ClientCalls.blockingUnaryCall(server.channel, Shop.CHOOSE, CallOptions.DEFAULT, option);
      AuditEvent event = server.sink.next();
      assertEquals("{\"name\":[{\"is_extension\":false}]}", text(event, "grpc.request"));
      assertEquals("name.name_part", text(event, "grpc.redacted"));
    }
  }

  @Test
  void requiredFieldsOfAMapsValuesAreLeftOutToo() throws Exception {
    Descriptor box = boxOfParts();
    FieldDescriptor parts = box.findFieldByName("parts");
    FieldDescriptor key = parts.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = parts.getMessageType().findFieldByNumber(2);
    DynamicMessage entry =
        DynamicMessage.newBuilder(parts.getMessageType())
            .setField(key, "card")
            .setField(value, part("4111"))
            .build();
    Message full = DynamicMessage.newBuilder(box).addRepeatedField(parts, entry).build();
    Message left = apply(full, "parts.card.name_part");
    Message leftEntry = (Message) left.getRepeatedField(parts, 0);
    Message leftPart = (Message) leftEntry.getField(value);
    assertEquals(Set.of("is_extension"), names(leftPart));
  }

  private static Set<String> names(Message message) {
    return message.getAllFields().keySet().stream()
        .map(FieldDescriptor::getName)
        .collect(Collectors.toSet());
  }

  private static NamePart part(String name) {
    return NamePart.newBuilder().setNamePart(name).setIsExtension(false).build();
  }

  /** The type {@code message Box { map<string, UninterpretedOption.NamePart> parts = 1; }}. */
  private static Descriptor boxOfParts() throws DescriptorValidationException {
    String partType = "." + NamePart.getDescriptor().getFullName();
    DescriptorProto entry =
        DescriptorProto.newBuilder()
            .setName("PartsEntry")
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .addField(
                field(
                    "key",
                    1,
                    FieldDescriptorProto.Type.TYPE_STRING,
                    "",
                    FieldDescriptorProto.Label.LABEL_OPTIONAL))
            .addField(
                field(
                    "value",
                    2,
                    FieldDescriptorProto.Type.TYPE_MESSAGE,
                    partType,
                    FieldDescriptorProto.Label.LABEL_OPTIONAL))
            .build();
    DescriptorProto box =
        DescriptorProto.newBuilder()
            .setName("Box")
            .addNestedType(entry)
            .addField(
                field(
                    "parts",
                    1,
                    FieldDescriptorProto.Type.TYPE_MESSAGE,
                    ".Box.PartsEntry",
                    FieldDescriptorProto.Label.LABEL_REPEATED))
            .build();
    FileDescriptor descriptors = DescriptorProtos.getDescriptor();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("box.proto")
            .addDependency(descriptors.getName())
            .addMessageType(box)
            .build();
    return FileDescriptor.buildFrom(file, new FileDescriptor[] {descriptors})
        .findMessageTypeByName("Box");
  }

  private static FieldDescriptorProto field(
      String name,
      int number,
      FieldDescriptorProto.Type type,
      String typeName,
      FieldDescriptorProto.Label label) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setType(type)
            .setLabel(label);
    return typeName.isEmpty() ? field.build() : field.setTypeName(typeName).build();
  }
}
