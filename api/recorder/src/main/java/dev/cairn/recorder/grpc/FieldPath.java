package dev.cairn.recorder.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of a rule's redactions.
 *
 * @param written as the rule has it
 * @param direction {@code request} or {@code response}; empty: both
 * @param steps without the direction
 */
record FieldPath(String written, String direction, String steps) {
  static final String REQUEST = "request";
  static final String RESPONSE = "response";

  private static final Pattern PATH =
      Pattern.compile("(?:(request|response):)?([^.:\\s]+(?:\\.[^.\\s]+){0,63})");

  /**
   * @throws IllegalArgumentException if it is malformed
   */
  static FieldPath parse(String written) {
    Matcher path = PATH.matcher(written);
    if (!path.matches()) {
      throw new IllegalArgumentException("not a path of fields: \"" + written + "\"");
    }
    String direction = path.group(1);
    return new FieldPath(written, direction == null ? "" : direction, path.group(2));
  }

  /** Whether it is about the messages of a direction. */
  boolean isFor(String which) {
    return direction.isEmpty() || direction.equals(which);
  }

  /** Whether messages of a type may have what it names. */
  boolean names(Descriptor type) {
    return Redaction.names(type, steps);
  }

  /** Whether it names nothing in the messages that it is about; false where a type is unknown. */
  boolean isNameless(MethodDescriptor<?, ?> method) {
    return isNameless(REQUEST, method.getRequestMarshaller())
        && isNameless(RESPONSE, method.getResponseMarshaller());
  }

  private boolean isNameless(String which, Marshaller<?> marshaller) {
    return !isFor(which) || type(marshaller).map(type -> !names(type)).orElse(false);
  }

  private static Optional<Descriptor> type(Marshaller<?> marshaller) {
    return marshaller instanceof PrototypeMarshaller<?> known
            && known.getMessagePrototype() instanceof Message prototype
        ? Optional.of(prototype.getDescriptorForType())
        : Optional.empty();
  }
}
