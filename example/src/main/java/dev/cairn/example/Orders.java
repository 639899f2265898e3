package dev.cairn.example;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.example.v1.CancelOrderRequest;
import dev.cairn.example.v1.CancelOrderResponse;
import dev.cairn.example.v1.OrderServiceGrpc.OrderServiceImplBase;
import dev.cairn.example.v1.PlaceOrderRequest;
import dev.cairn.example.v1.PlaceOrderResponse;
import dev.cairn.recorder.AuditEvents;
import dev.cairn.recorder.EventSink;
import dev.cairn.recorder.grpc.AuditContext;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The service. Its orders are gone with the process; what became of them is in the log. */
final class Orders extends OrderServiceImplBase {
  private static final String SOURCE = "/orders";

  private final EventSink audit;
  private final Map<String, String> customers = new ConcurrentHashMap<>();

  /**
   * @param audit says when an event is durable
   */
  Orders(EventSink audit) {
    this.audit = audit;
  }

  @Override
  public void placeOrder(PlaceOrderRequest request, StreamObserver<PlaceOrderResponse> responses) {
    if (request.getItemsCount() == 0) {
      responses.onError(Status.INVALID_ARGUMENT.withDescription("no items").asException());
      return;
    }
    String id = UUID.randomUUID().toString();
    customers.put(id, request.getCustomer());
    AuditEvent placed =
        AuditEvents.event(SOURCE, "com.example.order.placed", "place")
            .by("user", request.getCustomer())
            .on("order", id)
            .attribute("items", request.getItemsCount())
            .within(AuditContext.eventContext())
            .succeeded();
    // The order stands once its event is durable; what cannot be recorded does not happen.
    var _ =
        audit
            .record(placed)
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    responses.onNext(PlaceOrderResponse.newBuilder().setOrderId(id).build());
                    responses.onCompleted();
                  } else {
                    customers.remove(id);
                    responses.onError(Status.UNAVAILABLE.withCause(failure).asException());
                  }
                });
  }

  /** Says more of the call's own event, instead of recording another. */
  @Override
  public void cancelOrder(
      CancelOrderRequest request, StreamObserver<CancelOrderResponse> responses) {
    AuditContext.currentCall().ifPresent(call -> call.attribute("reason", request.getReason()));
    String customer = customers.remove(request.getOrderId());
    if (customer == null) {
      responses.onError(Status.NOT_FOUND.withDescription("no such order").asException());
      return;
    }
    responses.onNext(CancelOrderResponse.getDefaultInstance());
    responses.onCompleted();
  }
}
