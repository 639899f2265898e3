package dev.cairn.server.web;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.cairn.log.v1.BatchGetInclusionProofsRequest;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetEntryRequest;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.log.v1.ListCheckpointsRequest;
import dev.cairn.log.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.cairn.log.v1.StreamEntriesRequest;
import dev.cairn.server.log.HostedLog;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * One of the API's reads.
 *
 * @param name its path below {@code api/}
 * @param request an empty request
 * @param parameters those of the request's fields that the query may set
 * @param isLarge whether the answer may have some MiB
 * @param call makes the call and prints what it returns
 */
record ApiRead(String name, Message request, Set<String> parameters, boolean isLarge, Call call) {
  private static final String LOG = "log";

  /** Makes one call for a log. */
  @FunctionalInterface
  interface Call {
    Answer answer(HostedLog log, LogServiceBlockingStub stub, Message request);
  }

  /** The entry at the index that the path ends with. */
  static final ApiRead ENTRY =
      twin(
              "entries/",
              GetEntryRequest.class,
              GetEntryRequest.getDefaultInstance(),
              LogServiceBlockingStub::getEntry)
          .with(Set.of());

  /** All others. */
  static final List<ApiRead> ALL =
      List.of(
          twin(
              "log",
              GetLogRequest.class,
              GetLogRequest.getDefaultInstance(),
              LogServiceBlockingStub::getLog),
          twin(
              "checkpoint",
              GetCheckpointRequest.class,
              GetCheckpointRequest.getDefaultInstance(),
              LogServiceBlockingStub::getCheckpoint),
          twin(
                  "checkpoints",
                  ListCheckpointsRequest.class,
                  ListCheckpointsRequest.getDefaultInstance(),
                  LogServiceBlockingStub::listCheckpoints)
              .large(),
          twin(
              "inclusion-proof",
              GetInclusionProofRequest.class,
              GetInclusionProofRequest.getDefaultInstance(),
              LogServiceBlockingStub::getInclusionProof),
          twin(
                  "inclusion-proofs",
                  BatchGetInclusionProofsRequest.class,
                  BatchGetInclusionProofsRequest.getDefaultInstance(),
                  LogServiceBlockingStub::batchGetInclusionProofs)
              .large(),
          twin(
              "consistency-proof",
              GetConsistencyProofRequest.class,
              GetConsistencyProofRequest.getDefaultInstance(),
              LogServiceBlockingStub::getConsistencyProof),
          read("entries", StreamEntriesRequest.getDefaultInstance(), EntryPages::answer).large(),
          read("tlog-proof", GetInclusionProofRequest.getDefaultInstance(), ProofFiles::answer)
              .with(Set.of("index", "leaf_hash", "level")));

  private static <Q extends Message, A extends Message> ApiRead twin(
      String name, Class<Q> type, Q request, BiFunction<LogServiceBlockingStub, Q, A> call) {
    return read(
        name, request, (_, stub, filled) -> Json.found(call.apply(stub, type.cast(filled))));
  }

  private static ApiRead read(String name, Message request, Call call) {
    Set<String> fields =
        request.getDescriptorForType().getFields().stream()
            .map(FieldDescriptor::getName)
            .filter(field -> !field.equals(LOG))
            .collect(Collectors.toUnmodifiableSet());
    return new ApiRead(name, request, fields, /* isLarge= */ false, call);
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
