package dev.cairn.example;

import dev.cairn.audit.v1.Target;
import dev.cairn.client.ClientConfig;
import dev.cairn.example.v1.CancelOrderRequest;
import dev.cairn.recorder.AuditClient;
import dev.cairn.recorder.AuditClientConfig;
import dev.cairn.recorder.grpc.AuditServerInterceptor;
import dev.cairn.recorder.grpc.CallLevel;
import dev.cairn.recorder.grpc.CallPolicy;
import dev.cairn.recorder.grpc.CallRule;
import dev.cairn.recorder.grpc.CallSettings;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.tree.note.SigningKey;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service with all that it needs to be audited. */
final class OrdersServer implements AutoCloseable {
  /** Requests are kept without the number of the card; a cancellation waits for its event. */
  private static final CallPolicy POLICY =
      CallPolicy.of(CallRule.of(CallLevel.METADATA))
          .withMethod(
              "example.orders.v1.OrderService/PlaceOrder",
              CallRule.of(CallLevel.REQUEST).redacting("card.number"))
          .withMethod(
              "example.orders.v1.OrderService/CancelOrder",
              CallRule.of(CallLevel.METADATA).required());

  private final AuditClient audit;
  private final AuditServerInterceptor calls;
  private final Server server;

  private OrdersServer(AuditClient audit, InetSocketAddress address) throws IOException {
    this.audit = audit;
    CallSettings settings =
        CallSettings.of("/orders", POLICY)
            .withTargets(
                (method, request) ->
                    request instanceof CancelOrderRequest cancel
                        ? List.of(order(cancel.getOrderId()))
                        : List.of());
    this.calls = AuditServerInterceptor.of(audit::spool, settings);
    this.server =
        NettyServerBuilder.forAddress(address)
            .addService(new Orders(audit::spool))
            .intercept(calls)
            .build()
            .start();
  }

  /**
   * Starts the service.
   *
   * @param log where the log is, and why it is believed
   * @param outbox where events wait for the log: they survive the service
   * @param key seals the events
   */
  static OrdersServer start(
      InetSocketAddress address, ClientConfig log, Path outbox, SigningKey key)
      throws IOException, OutboxException {
    AuditClient audit = AuditClient.open(AuditClientConfig.of(log, outbox).withKey(key));
    return new OrdersServer(audit, address);
  }

  private static Target order(String id) {
    return Target.newBuilder().setType("order").setId(id).build();
  }

  int port() {
    return server.getPort();
  }

  AuditClient audit() {
    return audit;
  }

  void awaitEnd() throws InterruptedException {
    server.awaitTermination();
  }

  /** First the calls, then their events, then the outbox. */
  @Override
  public void close() throws OutboxException {
    server.shutdown();
    awaitCalls();
    calls.close();
    audit.close();
  }

  private void awaitCalls() {
    try {
      boolean _ = server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
