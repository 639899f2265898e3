package dev.cairn.server.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.cairn.server.index.IndexStoppedException;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.search.SearchStoppedException;
import dev.cairn.server.store.StoreException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes a gRPC status; the table is in log.proto. */
public final class Statuses {
  private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);
  private static final String DOMAIN = "cairn.dev";

  private Statuses() {}

  /** The status of anything that a call may throw; what is unexpected is logged, not told. */
  static StatusRuntimeException of(Throwable thrown) {
    return switch (thrown) {
      case IndexStoppedException _ -> exception(new Refusal.IndexStopped());
      case SearchStoppedException _ -> exception(new Refusal.SearchStopped());
      case RefusedException refused -> exception(refused.refusal());
      case StoreException store when store.kind() == StoreException.Kind.CORRUPT -> {
        LOG.error("The store does not fit the tree", store);
        yield exception(new Refusal.StoreCorrupt(store.getMessage()));
      }
      case StatusRuntimeException status -> status;
      default -> {
        LOG.error("A call failed", thrown);
        yield io.grpc.Status.INTERNAL
            .withDescription("the server failed; its log has the details")
            .asRuntimeException();
      }
    };
  }

  static StatusRuntimeException exception(Refusal refusal) {
    return StatusProto.toStatusRuntimeException(of(refusal));
  }

  /** The status of a refusal. */
  public static Status of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.InvalidRequest(List<Refusal.FieldViolation> violations) ->
          status(
              Code.INVALID_ARGUMENT,
              sentence(violations),
              info("INVALID_REQUEST"),
              badRequest(violations));
      case Refusal.LogNotFound(String message) ->
          status(Code.NOT_FOUND, message, info("LOG_NOT_FOUND"));
      case Refusal.BeyondTree(String field, long value, long treeSize) ->
          status(
              Code.OUT_OF_RANGE,
              "%s %d is beyond the tree of %d entries".formatted(field, value, treeSize),
              info("BEYOND_TREE", "tree_size", treeSize));
      case Refusal.LeafHashNotFound(long indexedSize) ->
          status(
              Code.NOT_FOUND,
              "no entry of this leaf hash among the first " + indexedSize,
              info("LEAF_HASH_NOT_FOUND", "indexed_size", indexedSize));
      case Refusal.IndexStopped() ->
          status(
              Code.UNAVAILABLE,
              "lookups by leaf hash are out of order; look up by index",
              info("INDEX_STOPPED"));
      case Refusal.CheckpointNotFound(long size) ->
          status(
              Code.NOT_FOUND,
              "no checkpoint of size " + size + " was published, or it is no longer kept",
              info("CHECKPOINT_NOT_FOUND"));
      case Refusal.QuorumLate(long waitedMillis) ->
          status(
              Code.UNAVAILABLE,
              "the witnesses' quorum has not cosigned within " + waitedMillis + " ms",
              info("QUORUM_LATE"),
              retryAfterMillis(1_000));
      case Refusal.KeyReused(long firstIndex) ->
          status(
              Code.ALREADY_EXISTS,
              "the idempotency key was used for other bytes, at index " + firstIndex,
              info("IDEMPOTENCY_KEY_REUSED", "index", firstIndex));
      case Refusal.QueueFull() ->
          status(
              Code.RESOURCE_EXHAUSTED,
              "too many appends wait; retry later",
              info("QUEUE_FULL"),
              retryAfterMillis(100));
      case Refusal.StoreFull() ->
          status(
              Code.RESOURCE_EXHAUSTED,
              "the log's storage is full; retry later",
              info("STORE_FULL"),
              retryAfterMillis(5_000));
      case Refusal.TooManyCalls(int limit) ->
          status(
              Code.RESOURCE_EXHAUSTED,
              "the server takes " + limit + " calls at a time; retry later",
              info("TOO_MANY_CALLS", "limit", limit),
              retryAfterMillis(100));
      case Refusal.TooManyCallsOfPeer(int limit) ->
          status(
              Code.RESOURCE_EXHAUSTED,
              "the server takes " + limit + " calls of one address at a time; retry later",
              info("TOO_MANY_CALLS", "limit", limit),
              retryAfterMillis(100));
      case Refusal.TooManyBytes(String of) ->
          status(
              Code.RESOURCE_EXHAUSTED,
              "too many bytes of " + of + "; retry later",
              info("TOO_MANY_BYTES"),
              retryAfterMillis(1_000));
      case Refusal.ShuttingDown() ->
          status(
              Code.UNAVAILABLE,
              "the server is shutting down",
              info("SHUTTING_DOWN"),
              retryAfterMillis(1_000));
      case Refusal.LogStopped(String reason, boolean mayBeDurable) ->
          status(
              Code.UNAVAILABLE,
              "the log accepts no more: " + reason,
              info("LOG_STOPPED", "may_be_durable", mayBeDurable));
      case Refusal.LogReadOnly(String reason) ->
          status(
              Code.UNAVAILABLE,
              "the log takes no appends now: " + reason,
              info("LOG_READ_ONLY"),
              retryAfterMillis(60_000));
      case Refusal.EventIdReused(long index) ->
          status(
              Code.ALREADY_EXISTS,
              "the source has used the event's ID for another event, at index " + index,
              info("EVENT_ID_REUSED", "index", index));
      case Refusal.SealInvalid(String message) ->
          status(Code.INVALID_ARGUMENT, message, info("SEAL_INVALID"));
      case Refusal.ProducerUnknown(String producer) ->
          status(
              Code.FAILED_PRECONDITION,
              "producer \"" + producer + "\" has not logged the key that seals this",
              info("PRODUCER_UNKNOWN"));
      case Refusal.ProducersFull() ->
          status(
              Code.RESOURCE_EXHAUSTED,
              "the log has as many producers as it can follow",
              info("PRODUCERS_FULL"),
              retryAfterMillis(60_000));
      case Refusal.CreditExceeded(int credit) ->
          status(
              Code.RESOURCE_EXHAUSTED,
              "more than " + credit + " events of the stream are unacknowledged",
              info("CREDIT_EXCEEDED", "credit", credit),
              retryAfterMillis(100));
      case Refusal.EventNotFound(String message) ->
          status(Code.NOT_FOUND, message, info("EVENT_NOT_FOUND"));
      case Refusal.FilterInvalid(String message, int position) ->
          status(
              Code.INVALID_ARGUMENT,
              "filter, at character " + position + ": " + message,
              info("FILTER_INVALID", "position", position),
              badRequest(List.of(new Refusal.FieldViolation("filter", message))));
      case Refusal.PageTokenInvalid() ->
          status(
              Code.INVALID_ARGUMENT,
              "page_token: not a token of this search",
              info("PAGE_TOKEN_INVALID"),
              badRequest(
                  List.of(new Refusal.FieldViolation("page_token", "not a token of this search"))));
      case Refusal.SearchStopped() ->
          status(
              Code.UNAVAILABLE,
              "search is out of order; events are recorded and proved",
              info("SEARCH_STOPPED"));
      case Refusal.StoreCorrupt(String message) ->
          status(Code.DATA_LOSS, message, info("STORE_CORRUPT"));
    };
  }

  private static Status status(Code code, String message, Message... details) {
    Status.Builder status = Status.newBuilder().setCode(code.getNumber()).setMessage(message);
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return status.build();
  }

  private static ErrorInfo info(String reason) {
    return ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(reason).build();
  }

  private static ErrorInfo info(String reason, String key, Object value) {
    return info(reason).toBuilder().putAllMetadata(Map.of(key, value.toString())).build();
  }

  /** At least so long, and up to twice that: those who were refused together come apart. */
  private static RetryInfo retryAfterMillis(int least) {
    int millis = least + ThreadLocalRandom.current().nextInt(least);
    return RetryInfo.newBuilder()
        .setRetryDelay(
            Duration.newBuilder().setSeconds(millis / 1_000).setNanos(millis % 1_000 * 1_000_000))
        .build();
  }

  private static BadRequest badRequest(List<Refusal.FieldViolation> violations) {
    return BadRequest.newBuilder()
        .addAllFieldViolations(
            violations.stream()
                .map(
                    violation ->
                        BadRequest.FieldViolation.newBuilder()
                            .setField(violation.field())
                            .setDescription(violation.description())
                            .build())
                .toList())
        .build();
  }

  private static String sentence(List<Refusal.FieldViolation> violations) {
    return violations.stream()
        .map(
            violation ->
                violation.field().isEmpty()
                    ? violation.description()
                    : violation.field() + ": " + violation.description())
        .collect(Collectors.joining("; "));
  }
}
