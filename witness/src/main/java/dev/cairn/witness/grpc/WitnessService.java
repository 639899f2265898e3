package dev.cairn.witness.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.Decision;
import dev.cairn.witness.LogStatus;
import dev.cairn.witness.OriginHash;
import dev.cairn.witness.SubtreeAnswer;
import dev.cairn.witness.Witness;
import dev.cairn.witness.WitnessAnswer;
import dev.cairn.witness.v1.AddCheckpointRequest;
import dev.cairn.witness.v1.AddCheckpointResponse;
import dev.cairn.witness.v1.GetCheckpointRequest;
import dev.cairn.witness.v1.GetCheckpointResponse;
import dev.cairn.witness.v1.GetWitnessRequest;
import dev.cairn.witness.v1.GetWitnessResponse;
import dev.cairn.witness.v1.ListLogsRequest;
import dev.cairn.witness.v1.ListLogsResponse;
import dev.cairn.witness.v1.SignSubtreeRequest;
import dev.cairn.witness.v1.SignSubtreeResponse;
import dev.cairn.witness.v1.WitnessServiceGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** {@code cairn.witness.v1.WitnessService}; each method's contract is in witness.proto. */
final class WitnessService extends WitnessServiceGrpc.WitnessServiceImplBase {
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 1_000;
  // Each log costs a key parsed and a signature verified; a page may be shorter than was asked for.
  private static final int LONGEST_PAGE = 200;

  private final Witness witness;
  private final Runnable whenStopped;

  /**
   * @param whenStopped run, perhaps again and again, when nothing is cosigned any more
   */
  WitnessService(Witness witness, Runnable whenStopped) {
    this.witness = witness;
    this.whenStopped = whenStopped;
  }

  @Override
  public void getWitness(GetWitnessRequest request, StreamObserver<GetWitnessResponse> caller) {
    answer(
        caller,
        () ->
            GetWitnessResponse.newBuilder()
                .addAllVkeys(witness.keys().stream().map(VerifierKey::toString).toList())
                .setLogs(witness.logCount())
                .build());
  }

  @Override
  public void addCheckpoint(
      AddCheckpointRequest request, StreamObserver<AddCheckpointResponse> caller) {
    answer(caller, () -> response(witness.addCheckpoint(Messages.request(request))));
  }

  private AddCheckpointResponse response(WitnessAnswer answer) {
    return switch (answer) {
      case WitnessAnswer.Cosigned cosigned ->
          AddCheckpointResponse.newBuilder()
              .addAllCosignatures(Messages.lines(cosigned.lines()))
              .build();
      case WitnessAnswer.Conflict(long knownSize) -> throw Statuses.conflict(knownSize);
      case WitnessAnswer.Refused(Decision.Reason reason, String message) ->
          throw Statuses.of(reason, message);
      case WitnessAnswer.Stopped(String message) -> {
        if (witness.problem().isPresent()) {
          whenStopped.run();
        }
        throw Statuses.stopped(message);
      }
    };
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> caller) {
    answer(
        caller,
        () -> {
          SignedNote note = cosigned(request.getOrigin());
          return GetCheckpointResponse.newBuilder()
              .setCheckpoint(ByteString.copyFrom(note.toBytes()))
              .build();
        });
  }

  private SignedNote cosigned(String origin) {
    if (witness.log(origin).isEmpty()) {
      throw Statuses.logNotFound("log " + origin + " is not known");
    }
    return witness
        .cosigned(OriginHash.of(origin))
        .orElseThrow(() -> Statuses.neverCosigned(origin));
  }

  @Override
  public void signSubtree(SignSubtreeRequest request, StreamObserver<SignSubtreeResponse> caller) {
    answer(caller, () -> response(witness.signSubtree(Messages.request(request))));
  }

  private static SignSubtreeResponse response(SubtreeAnswer answer) {
    return switch (answer) {
      case SubtreeAnswer.Signed signed ->
          SignSubtreeResponse.newBuilder().addAllSignatures(Messages.lines(signed.lines())).build();
      case SubtreeAnswer.Refused(SubtreeAnswer.Reason reason, String message) ->
          throw Statuses.of(reason, message);
      case SubtreeAnswer.Unsupported _ -> throw Statuses.withoutSubtrees();
    };
  }

  @Override
  public void listLogs(ListLogsRequest request, StreamObserver<ListLogsResponse> caller) {
    answer(caller, () -> page(request));
  }

  private ListLogsResponse page(ListLogsRequest request) throws MalformedException {
    int size = request.getPageSize();
    if (size < 0 || size > MAX_PAGE) {
      throw new MalformedException("page_size is not from 0 to " + MAX_PAGE);
    }
    int limit = size == 0 ? DEFAULT_PAGE : Math.min(size, LONGEST_PAGE);
    String token = request.getPageToken();
    // One more than asked for shows whether there is a next page.
    List<LogStatus> found =
        token.isEmpty()
            ? witness.logs(limit + 1)
            : witness.logsAfter(Hash.parseHex(token), limit + 1);
    List<LogStatus> page = found.subList(0, Math.min(limit, found.size()));
    ListLogsResponse.Builder response =
        ListLogsResponse.newBuilder().addAllLogs(page.stream().map(Messages::log).toList());
    if (found.size() > limit) {
      response.setNextPageToken(OriginHash.of(page.getLast().key().name()).toHex());
    }
    return response.build();
  }

  /** What makes an answer, or throws what becomes a status. */
  private interface Work<A> {
    A run() throws MalformedException;
  }

  private static <A> void answer(StreamObserver<A> caller, Work<A> work) {
    // With a handler, answering a call that was cancelled does nothing instead of throwing.
    ((ServerCallStreamObserver<A>) caller).setOnCancelHandler(() -> {});
    try {
      caller.onNext(work.run());
      caller.onCompleted();
    } catch (MalformedException | RuntimeException e) {
      caller.onError(Statuses.of(e));
    }
  }
}
