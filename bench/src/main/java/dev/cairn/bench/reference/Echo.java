package dev.cairn.bench.reference;

import dev.cairn.bench.load.BytesMarshaller;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;

/** The echo's methods. */
public final class Echo {
  static final String SERVICE = "cairn.bench.Echo";

  /** One message, returned. */
  public static final MethodDescriptor<byte[], byte[]> UNARY = method(MethodType.UNARY, "Unary");

  /** A stream of messages, each returned as it comes. */
  public static final MethodDescriptor<byte[], byte[]> STREAM =
      method(MethodType.BIDI_STREAMING, "Stream");

  private Echo() {}

  private static MethodDescriptor<byte[], byte[]> method(MethodType type, String name) {
    return MethodDescriptor.newBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE)
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .build();
  }
}
