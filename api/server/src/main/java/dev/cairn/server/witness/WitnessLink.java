package dev.cairn.server.witness;

import java.util.Optional;

/** C2SP tlog-witness, spoken to one witness. Each exchange has a bound in time and in bytes. */
interface WitnessLink {
  /** Sends an add-checkpoint request. */
  WitnessReply add(String request) throws WitnessFailure, InterruptedException;

  /** The newest checkpoint that the witness shows of a log; none where it shows none. */
  Optional<byte[]> checkpoint(String originHash) throws WitnessFailure, InterruptedException;
}
