/**
 * Records the calls of a gRPC server, and passes on what they happen within.
 *
 * <p>Terms. A call's <em>rule</em> says how much of it is recorded ({@link
 * dev.cairn.recorder.grpc.CallLevel}), what is left out ({@link dev.cairn.recorder.grpc.CallRule}:
 * paths of fields), and whether the caller waits for it ({@link dev.cairn.recorder.grpc.CallMode}).
 * What a call happens within, its trace, correlation ID, peer and user agent, is an {@code
 * EventContext} in gRPC's own Context ({@link dev.cairn.recorder.grpc.AuditContext}).
 *
 * <pre>{@code
 * CallRule orders = CallRule.of(CallLevel.REQUEST).redacting("card.number", "items.secret");
 * CallPolicy policy =
 *     CallPolicy.of(CallRule.of(CallLevel.METADATA)).withService("shop.v1.Orders", orders);
 * var audit = AuditServerInterceptor.of(client::spool, CallSettings.of("/orders", policy));
 * Server server = NettyServerBuilder.forPort(8443)
 *     .addService(new Orders())
 *     .intercept(audit)                          // last: the outermost sees what others refuse
 *     .build();
 * channelBuilder.intercept(new AuditClientInterceptor());  // on every channel to other services
 * }</pre>
 *
 * <p>What may not enter: how events are kept and delivered; that is the {@link
 * dev.cairn.recorder.EventSink}'s.
 */
@NullMarked
package dev.cairn.recorder.grpc;

import org.jspecify.annotations.NullMarked;
