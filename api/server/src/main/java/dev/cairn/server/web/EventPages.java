package dev.cairn.server.web;

import com.google.protobuf.Message;
import dev.cairn.audit.v1.SearchEventsRequest;
import dev.cairn.server.grpc.LocalCalls;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.log.HostedLog;

/** Pages of a search, of fewer events than over gRPC: as JSON an event takes far more bytes. */
final class EventPages {
  private static final int MAX_EVENTS = 50;

  private EventPages() {}

  static Answer answer(HostedLog log, LocalCalls calls, Message request) {
    SearchEventsRequest search = (SearchEventsRequest) request;
    if (search.getPageSize() > MAX_EVENTS) {
      throw Intake.invalid("page_size", "is above " + MAX_EVENTS + ", the most over HTTP");
    }
    return Json.found(calls.audit().searchEvents(search));
  }
}
