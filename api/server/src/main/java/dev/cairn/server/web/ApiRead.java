package dev.cairn.server.web;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.cairn.audit.v1.GetEventRequest;
import dev.cairn.audit.v1.ListProducersRequest;
import dev.cairn.audit.v1.SearchEventsRequest;
import dev.cairn.log.v1.BatchGetInclusionProofsRequest;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetEntryRequest;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.log.v1.ListCheckpointsRequest;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.server.grpc.LocalCalls;
import dev.cairn.server.log.HostedLog;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the API's reads.
 *
 * @param name its path below {@code api/}
 * @param request an empty request
 * @param parameters those of the request's fields that the query may set, and of the messages in it
 *     the fields behind a dot
 * @param isLarge whether the answer may have some MiB
 * @param call makes the call and prints what it returns
 */
record ApiRead(String name, Message request, Set<String> parameters, boolean isLarge, Call call) {
  private static final String LOG = "log";

  /** Makes one call for a log. */
  @FunctionalInterface
  interface Call {
    Answer answer(HostedLog log, LocalCalls calls, Message request);
  }

  /** The entry at the index that the path ends with. */
  static final ApiRead ENTRY =
      twin(
              "entries/",
              GetEntryRequest.class,
              GetEntryRequest.getDefaultInstance(),
              (calls, request) -> calls.log().getEntry(request))
          .with(Set.of());

  /** All others. */
  static final List<ApiRead> ALL =
      List.of(
          twin(
              "log",
              GetLogRequest.class,
              GetLogRequest.getDefaultInstance(),
              (calls, request) -> calls.log().getLog(request)),
          twin(
              "checkpoint",
              GetCheckpointRequest.class,
              GetCheckpointRequest.getDefaultInstance(),
              (calls, request) -> calls.log().getCheckpoint(request)),
          twin(
                  "checkpoints",
                  ListCheckpointsRequest.class,
                  ListCheckpointsRequest.getDefaultInstance(),
                  (calls, request) -> calls.log().listCheckpoints(request))
              .large(),
          twin(
              "inclusion-proof",
              GetInclusionProofRequest.class,
              GetInclusionProofRequest.getDefaultInstance(),
              (calls, request) -> calls.log().getInclusionProof(request)),
          twin(
                  "inclusion-proofs",
                  BatchGetInclusionProofsRequest.class,
                  BatchGetInclusionProofsRequest.getDefaultInstance(),
                  (calls, request) -> calls.log().batchGetInclusionProofs(request))
              .large(),
          twin(
              "consistency-proof",
              GetConsistencyProofRequest.class,
              GetConsistencyProofRequest.getDefaultInstance(),
              (calls, request) -> calls.log().getConsistencyProof(request)),
          read("entries", StreamEntriesRequest.getDefaultInstance(), EntryPages::answer).large(),
          read("tlog-proof", GetInclusionProofRequest.getDefaultInstance(), ProofFiles::answer)
              .with(Set.of("index", "leaf_hash", "level")),
          read("events", SearchEventsRequest.getDefaultInstance(), EventPages::answer).large(),
          twin(
              "event",
              GetEventRequest.class,
              GetEventRequest.getDefaultInstance(),
              (calls, request) -> calls.audit().getEvent(request)),
          twin(
                  "producers",
                  ListProducersRequest.class,
                  ListProducersRequest.getDefaultInstance(),
                  (calls, request) -> calls.audit().listProducers(request))
              .large());

  private static <Q extends Message, A extends Message> ApiRead twin(
      String name, Class<Q> type, Q request, BiFunction<LocalCalls, Q, A> call) {
    return read(
        name, request, (_, calls, filled) -> Json.found(call.apply(calls, type.cast(filled))));
  }

  private static ApiRead read(String name, Message request, Call call) {
    Set<String> fields =
        request.getDescriptorForType().getFields().stream()
            .filter(field -> !field.getName().equals(LOG))
            .flatMap(ApiRead::parameters)
            .collect(Collectors.toUnmodifiableSet());
    return new ApiRead(name, request, fields, /* isLarge= */ false, call);
  }

  private static Stream<String> parameters(FieldDescriptor field) {
    return QueryFields.isValue(field)
        ? Stream.of(field.getName())
        : field.getMessageType().getFields().stream()
            .map(part -> field.getName() + "." + part.getName());
  }

  private ApiRead with(Set<String> fields) {
    return new ApiRead(name, request, fields, isLarge, call);
  }

  private ApiRead large() {
    return new ApiRead(name, request, parameters, /* isLarge= */ true, call);
  }

  /** An empty request to a log. */
  Message.Builder to(HostedLog log) {
    Message.Builder builder = request.newBuilderForType();
    return builder.setField(builder.getDescriptorForType().findFieldByName(LOG), log.origin());
  }
}
