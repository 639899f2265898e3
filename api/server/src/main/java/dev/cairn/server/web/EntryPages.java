package dev.cairn.server.web;

import com.google.protobuf.Message;
import dev.cairn.log.v1.Entry;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.server.grpc.LocalCalls;
import dev.cairn.server.log.HostedLog;
import io.grpc.Context;
import java.util.Iterator;

/** The first entries of a range: a stream of entries that is cut off. */
final class EntryPages {
  private static final int MAX_ENTRIES = 256;
  private static final int MAX_BYTES = 1 << 20;

  private EntryPages() {}

  static Answer answer(HostedLog log, LocalCalls calls, Message request) {
    StreamEntriesResponse.Builder page = StreamEntriesResponse.newBuilder();
    Context.CancellableContext context = Context.current().withCancellation();
    try {
      context.run(() -> fill(page, calls.log().streamEntries((StreamEntriesRequest) request)));
    } finally {
      context.cancel(null);
    }
    return Json.found(page);
  }

  /** At least one entry, if there is any, and no more than fit. */
  private static void fill(
      StreamEntriesResponse.Builder page, Iterator<StreamEntriesResponse> stream) {
    int room = MAX_BYTES;
    while (stream.hasNext()) {
      for (Entry entry : stream.next().getEntriesList()) {
        room -= entry.getData().size();
        if (page.getEntriesCount() == MAX_ENTRIES || (room < 0 && page.getEntriesCount() > 0)) {
          return;
        }
        page.addEntries(entry);
      }
    }
  }
}
