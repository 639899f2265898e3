package dev.cairn.example;

import dev.cairn.example.v1.CancelOrderRequest;
import dev.cairn.example.v1.Card;
import dev.cairn.example.v1.Item;
import dev.cairn.example.v1.OrderServiceGrpc;
import dev.cairn.example.v1.OrderServiceGrpc.OrderServiceBlockingStub;
import dev.cairn.example.v1.PlaceOrderRequest;
import dev.cairn.recorder.grpc.AuditClientInterceptor;
import dev.cairn.recorder.grpc.AuditContext;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;

/** Shops at the service: places an order, cancels it, and tries that again in vain. */
public final class ShopperMain {
  private ShopperMain() {}

  /**
   * Shops once.
   *
   * @param args none
   */
  public static void main(String[] args) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", OrdersMain.PORT).usePlaintext().build();
    try {
      AuditContext.withCorrelationId("shopping-1").run(() -> shop(channel));
    } finally {
      channel.shutdownNow();
    }
  }

  static void shop(Channel channel) {
    OrderServiceBlockingStub orders =
        OrderServiceGrpc.newBlockingStub(channel).withInterceptors(new AuditClientInterceptor());
    String id =
        orders
            .placeOrder(
                PlaceOrderRequest.newBuilder()
                    .setCustomer("alice")
                    .addItems(Item.newBuilder().setArticle("lamp").setCount(2))
                    .setCard(Card.newBuilder().setNumber("4111111111111111").setHolder("Alice"))
                    .build())
            .getOrderId();
    System.out.println("placed " + id);
    CancelOrderRequest cancel =
        CancelOrderRequest.newBuilder().setOrderId(id).setReason("too bright").build();
    var _ = orders.cancelOrder(cancel);
    System.out.println("cancelled " + id);
    try {
      var _ = orders.cancelOrder(cancel);
      throw new IllegalStateException("cancelled twice");
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
      System.out.println("not cancelled again: " + e.getStatus().getDescription());
    }
  }
}
