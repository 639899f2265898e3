package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.cairn.log.v1.GetLogResponse;
import dev.cairn.log.v1.WitnessState;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.WitnessedLog;
import dev.cairn.server.witness.WitnessStatus;
import java.time.Instant;

/** What a server says of a log: its name and key, and how its witnesses keep up. */
final class LogState {
  private LogState() {}

  static GetLogResponse of(HostedLog log) {
    GetLogResponse.Builder state =
        GetLogResponse.newBuilder().setOrigin(log.origin()).setVkey(log.verifierKey().toString());
    log.witnessed().ifPresent(witnesses -> add(state, witnesses));
    log.losses().forEach(loss -> state.addLosses(ByteString.copyFrom(loss.toBytes())));
    return state.build();
  }

  private static void add(GetLogResponse.Builder state, WitnessedLog witnesses) {
    witnesses.status().forEach(status -> state.addWitnesses(of(status)));
    witnesses.board().newest().ifPresent(newest -> state.setWitnessedSize(newest.head().size()));
  }

  private static WitnessState of(WitnessStatus status) {
    WitnessState.Builder state =
        WitnessState.newBuilder()
            .setName(status.name())
            .setCosignedSize(status.cosignedSize())
            .setTrouble(status.trouble());
    status.cosignedTime().ifPresent(time -> state.setCosignedTime(timestamp(time)));
    status.lateSince().ifPresent(time -> state.setLateSince(timestamp(time)));
    return state.build();
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
