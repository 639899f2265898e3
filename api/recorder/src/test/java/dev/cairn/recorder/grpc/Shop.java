package dev.cairn.recorder.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import dev.cairn.audit.v1.AuditEvent;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.ServerCalls.BidiStreamingMethod;
import io.grpc.stub.ServerCalls.ClientStreamingMethod;
import io.grpc.stub.ServerCalls.ServerStreamingMethod;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.grpc.stub.StreamObserver;

/** A service of all kinds of methods; AuditEvents stand for requests with fields within fields. */
final class Shop {
  static final String NAME = "shop.v1.Shop";

  static final MethodDescriptor<AuditEvent, Struct> PLACE =
      method("Place", MethodType.UNARY, AuditEvent.getDefaultInstance());
  static final MethodDescriptor<Any, Struct> WRAP =
      method("Wrap", MethodType.UNARY, Any.getDefaultInstance());
  static final MethodDescriptor<UninterpretedOption, Struct> CHOOSE =
      method("Choose", MethodType.UNARY, UninterpretedOption.getDefaultInstance());
  static final MethodDescriptor<AuditEvent, Struct> UPLOAD =
      method("Upload", MethodType.CLIENT_STREAMING, AuditEvent.getDefaultInstance());
  static final MethodDescriptor<AuditEvent, Struct> WATCH =
      method("Watch", MethodType.SERVER_STREAMING, AuditEvent.getDefaultInstance());
  static final MethodDescriptor<AuditEvent, Struct> CHAT =
      method("Chat", MethodType.BIDI_STREAMING, AuditEvent.getDefaultInstance());

  UnaryMethod<AuditEvent, Struct> place = Shop::succeed;
  UnaryMethod<Any, Struct> wrap = Shop::succeed;
  UnaryMethod<UninterpretedOption, Struct> choose = Shop::succeed;
  ClientStreamingMethod<AuditEvent, Struct> upload = Echo::once;
  ServerStreamingMethod<AuditEvent, Struct> watch = Shop::succeed;
  BidiStreamingMethod<AuditEvent, Struct> chat = Echo::each;

  private static <ReqT extends Message> MethodDescriptor<ReqT, Struct> method(
      String name, MethodType type, ReqT request) {
    return MethodDescriptor.<ReqT, Struct>newBuilder(
            ProtoUtils.marshaller(request), ProtoUtils.marshaller(Struct.getDefaultInstance()))
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
        .build();
  }

  /** The service; its methods are those of the fields at the moment of a call. */
  ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(NAME)
        .addMethod(PLACE, ServerCalls.asyncUnaryCall((q, r) -> place.invoke(q, r)))
        .addMethod(WRAP, ServerCalls.asyncUnaryCall((q, r) -> wrap.invoke(q, r)))
        .addMethod(CHOOSE, ServerCalls.asyncUnaryCall((q, r) -> choose.invoke(q, r)))
        .addMethod(UPLOAD, ServerCalls.asyncClientStreamingCall(r -> upload.invoke(r)))
        .addMethod(WATCH, ServerCalls.asyncServerStreamingCall((q, r) -> watch.invoke(q, r)))
        .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(r -> chat.invoke(r)))
        .build();
  }

  static void succeed(Message unused, StreamObserver<Struct> responses) {
    responses.onNext(answer());
    responses.onCompleted();
  }

  static Struct answer() {
    return Answers.of("state", "placed", "token", "t-1");
  }
}
