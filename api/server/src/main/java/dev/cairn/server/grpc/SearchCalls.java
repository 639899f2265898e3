package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.audit.v1.ListProducersRequest;
import dev.cairn.audit.v1.ListProducersResponse;
import dev.cairn.audit.v1.SearchEventsRequest;
import dev.cairn.audit.v1.SearchEventsResponse;
import dev.cairn.audit.v1.SearchOrder;
import dev.cairn.event.filter.EventView;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.read.Inclusion;
import dev.cairn.server.search.Hit;
import dev.cairn.server.search.Order;
import dev.cairn.server.search.PageTokenException;
import dev.cairn.server.search.ProducersPage;
import dev.cairn.server.search.Query;
import dev.cairn.server.search.SearchPage;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The calls that find things. */
final class SearchCalls {
  private static final int DEFAULT_EVENTS = 50;
  private static final int DEFAULT_PRODUCERS = 100;
  private static final long INDEX_PATIENCE_SECONDS = 10;

  private final Intake intake;
  private final Executor searchers;
  private final int maxSearches;
  private final Semaphore permits;

  /**
   * @param maxSearches the most that wait or are worked on
   */
  SearchCalls(Intake intake, Executor searchers, int maxSearches) {
    this.intake = intake;
    this.searchers = searchers;
    this.maxSearches = maxSearches;
    this.permits = new Semaphore(maxSearches);
  }

  void search(SearchEventsRequest request, StreamObserver<SearchEventsResponse> observer) {
    Caller<SearchEventsResponse> caller = new Caller<>(observer);
    caller.attempt(
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          Query query = query(request);
          Bound bound = Bound.ofSize("min_size", request.getMinSize());
          if (bound.minSize() > log.durableSize()) {
            throw bound.refusal(log.durableSize());
          }
          if (!permits.tryAcquire()) {
            throw new RefusedException(new Refusal.TooManyCalls(maxSearches));
          }
          log.storeSoon();
          var _ =
              searchable(log, request.getMinSize())
                  .thenCompose(_ -> Covering.of(log, bound, /* witnessed= */ false))
                  .thenApplyAsync(newest -> page(log, request, query, newest), searchers)
                  .whenComplete(
                      (page, thrown) -> {
                        permits.release();
                        if (thrown != null) {
                          caller.fail(Acknowledgement.cause(thrown));
                        } else {
                          caller.answer(page);
                        }
                      });
        });
  }

  /** Completes when so much can be searched; the index is some milliseconds behind the log. */
  private static CompletableFuture<Void> searchable(HostedLog log, long size) {
    return log.events()
        .index()
        .whenSearchable(size)
        .orTimeout(INDEX_PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionallyCompose(
            _ -> CompletableFuture.failedFuture(new RefusedException(new Refusal.SearchStopped())));
  }

  private static Query query(SearchEventsRequest request) {
    Order order =
        request.getOrder() == SearchOrder.SEARCH_ORDER_OLDEST_FIRST
            ? Order.OLDEST_FIRST
            : Order.NEWEST_FIRST;
    return new Query(
        Filters.parse(request.getFilter()),
        request.hasOccurredFrom()
            ? Optional.of(time("occurred_from", request.getOccurredFrom()))
            : Optional.empty(),
        request.hasOccurredUntil()
            ? Optional.of(time("occurred_until", request.getOccurredUntil()))
            : Optional.empty(),
        order,
        request.getPageSize() == 0 ? DEFAULT_EVENTS : request.getPageSize());
  }

  private static Instant time(String field, Timestamp time) {
    try {
      return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    } catch (DateTimeException | ArithmeticException e) {
      throw Intake.invalid(field, "is not a time");
    }
  }

  private static SearchEventsResponse page(
      HostedLog log, SearchEventsRequest request, Query query, SignedCheckpoint newest) {
    SearchPage page;
    try {
      page =
          log.events()
              .index()
              .search(query, request.getPageToken(), newest.head().size(), log.reader()::entries);
    } catch (PageTokenException e) {
      throw new RefusedException(new Refusal.PageTokenInvalid());
    }
    SearchEventsResponse.Builder response =
        SearchEventsResponse.newBuilder()
            .setNextPageToken(page.nextPageToken())
            .setSearchedSize(page.searchedSize());
    List<Hit> hits = page.hits();
    hits.forEach(hit -> response.addEvents(event(hit)));
    if (request.getWithProofs() && !hits.isEmpty()) {
      prove(log, hits, newest, response);
    }
    return response.build();
  }

  private static FoundEvent event(Hit hit) {
    EventView view =
        new EventView(
            hit.index(), hit.entry().event(), hit.entry().link(), hit.entry().collection());
    return new FoundEvents.Found(view, ByteString.copyFrom(hit.bytes())).toProto().build();
  }

  private static void prove(
      HostedLog log,
      List<Hit> hits,
      SignedCheckpoint newest,
      SearchEventsResponse.Builder response) {
    List<Inclusion> proofs =
        log.reader().inclusions(hits.stream().map(Hit::index).toList(), newest.head());
    for (int i = 0; i < hits.size(); i++) {
      response.getEventsBuilder(i).setInclusionProof(Messages.proof(proofs.get(i)));
    }
    response.setCheckpoint(ByteString.copyFrom(newest.toBytes()));
  }

  void producers(ListProducersRequest request, StreamObserver<ListProducersResponse> observer) {
    Caller<ListProducersResponse> caller = new Caller<>(observer);
    caller.attempt(
        searchers,
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          int limit = request.getPageSize() == 0 ? DEFAULT_PRODUCERS : request.getPageSize();
          ProducersPage page =
              log.events()
                  .index()
                  .producers(request.getPrefix(), after(request.getPageToken()), limit);
          ListProducersResponse.Builder response =
              ListProducersResponse.newBuilder().setSearchedSize(page.searchedSize());
          List<ProducerChain> producers = page.producers();
          producers.forEach(chain -> response.addProducers(chain.toProto()));
          if (page.hasMore()) {
            response.setNextPageToken(token(producers.getLast().name()));
          }
          caller.answer(response.build());
        });
  }

  private static String token(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /** The name of the last producer of the page before; empty: there is none. */
  private static String after(String token) {
    try {
      String name = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (token(name).equals(token)) {
        return name;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like base64 in another form.
    }
    throw new RefusedException(new Refusal.PageTokenInvalid());
  }
}
