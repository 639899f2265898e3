package dev.cairn.client.audit;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.Evidence;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.Sighting;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at what one witness shows of the log. For one thread. */
final class WitnessAudit {
  private static final long ALLOWED_SKEW_SECONDS = 60;
  // A witness may be ahead of what the log has published: so long the log gets to catch up.
  private static final int ATTEMPTS = 5;
  private static final long ATTEMPT_PAUSE_MILLIS = 300;

  private final LogClient client;
  private final WitnessSource witness;
  private final WitnessHttp http;
  private final InstantSource clock;
  private long largest;

  WitnessAudit(LogClient client, WitnessSource witness, WitnessHttp http, InstantSource clock) {
    this.client = client;
    this.witness = witness;
    this.http = http;
    this.clock = clock;
  }

  WitnessSource witness() {
    return witness;
  }

  /**
   * Fetches the witness's newest checkpoint and has the log prove that it is of its one history.
   *
   * @throws CheckFailedException with evidence, if it is not
   */
  WitnessState visit() throws LogException, WitnessException, InterruptedException {
    SignedCheckpoint head = open(http.get(witness.checkpointOf(client.trust().origin())));
    OptionalLong time = time(head);
    admit(new Sighting(head, witness.toString()));
    if (head.head().size() < largest) {
      throw new WitnessException(
          "it shows size " + head.head().size() + " after size " + largest + ": it went back");
    }
    largest = head.head().size();
    return new WitnessState(witness, Optional.of(head.head()), time, "");
  }

  private SignedCheckpoint open(byte[] note) throws LogException, WitnessException {
    try {
      return SignedCheckpoint.open(note, client.trust().key());
    } catch (MalformedException | VerificationException e) {
      throw new WitnessException("it shows what the log did not sign: " + e.getMessage(), e);
    }
  }

  private OptionalLong time(SignedCheckpoint head) throws WitnessException {
    OptionalLong time;
    try {
      time = witness.cosignedAt(head);
    } catch (VerificationException e) {
      throw new WitnessException("its cosignature does not verify: " + e.getMessage(), e);
    }
    if (time.isEmpty() && witness.isVerified()) {
      throw new WitnessException("it shows a checkpoint without its cosignature");
    }
    long now = clock.instant().getEpochSecond();
    if (time.isPresent() && time.getAsLong() - now > ALLOWED_SKEW_SECONDS) {
      throw new WitnessException("it cosigned in the future, at " + time.getAsLong());
    }
    return time;
  }

  private void admit(Sighting shown) throws LogException, InterruptedException {
    for (int attempt = 1; true; attempt++) {
      try {
        client.admit(shown);
        checkStoodBy(shown);
        return;
      } catch (CheckFailedException e) {
        SignedCheckpoint newest = client.checkpoint();
        boolean isBehind = newest.head().size() < shown.head().size();
        if (attempt == ATTEMPTS && isBehind) {
          throw new CheckFailedException(
              Evidence.rollback(shown, new Sighting(newest, Sighting.LOG)));
        }
        if (attempt == ATTEMPTS || (attempt > 1 && !isBehind)) {
          throw e;
        }
      }
      Thread.sleep(ATTEMPT_PAUSE_MILLIS);
    }
  }

  /** A log that went back may have proved before what it would deny now. */
  private void checkStoodBy(Sighting shown) throws LogException {
    Optional<SignedCheckpoint> newest = client.remembered();
    if (newest.isPresent() && newest.get().head().size() < shown.head().size()) {
      var _ = client.consistency(newest.get().head(), shown.head());
    }
  }
}
