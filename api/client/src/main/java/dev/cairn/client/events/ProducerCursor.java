package dev.cairn.client.events;

import dev.cairn.audit.v1.ListProducersRequest;
import dev.cairn.audit.v1.ListProducersResponse;
import dev.cairn.audit.v1.Producer;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Producers in the order of their names, a page at a time, as the server claims. */
public final class ProducerCursor {
  private static final int PAGE = 100;

  private final EventCalls calls;
  private final String prefix;
  private final ListProducersRequest request;
  private final Deque<ClaimedProducer> page = new ArrayDeque<>();
  private String nextPageToken = "";
  private Optional<String> last = Optional.empty();
  private long searchedSize;

  /** Fetches the first page. */
  ProducerCursor(EventCalls calls, String origin, String prefix) throws LogException {
    this.calls = calls;
    this.prefix = prefix;
    this.request =
        ListProducersRequest.newBuilder()
            .setLog(origin)
            .setPrefix(prefix)
            .setPageSize(PAGE)
            .build();
    fetch();
  }

  /** What is said is complete for the log's first so many entries. */
  public long searchedSize() {
    return searchedSize;
  }

  /**
   * Waits for the next producer.
   *
   * @return empty at the end
   */
  public Optional<ClaimedProducer> next() throws LogException {
    if (page.isEmpty() && !nextPageToken.isEmpty()) {
      fetch();
    }
    return Optional.ofNullable(page.poll());
  }

  private void fetch() throws LogException {
    ListProducersRequest next = request.toBuilder().setPageToken(nextPageToken).build();
    ListProducersResponse answer = calls.unary(stub -> stub.listProducers(next));
    nextPageToken = answer.getNextPageToken();
    searchedSize = answer.getSearchedSize();
    for (Producer claimed : answer.getProducersList()) {
      page.add(accept(claimed));
    }
    if (page.isEmpty() && !nextPageToken.isEmpty()) {
      throw new CheckFailedException("the log lists an empty page that is not the last");
    }
  }

  private ClaimedProducer accept(Producer claimed) throws CheckFailedException {
    String name = claimed.getName();
    if (!name.startsWith(prefix)) {
      throw new CheckFailedException("the log lists a producer that was not asked for");
    }
    if (last.isPresent() && last.get().equals(name)) {
      throw new CheckFailedException("the log lists the producer " + name + " twice");
    }
    last = Optional.of(name);
    return ClaimedProducer.of(claimed);
  }
}
