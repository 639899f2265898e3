package dev.cairn.server.witness;

import dev.cairn.server.publish.HeadMemory;
import dev.cairn.server.stop.StopCause;
import dev.cairn.server.thread.Threads;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Links to witnesses in memory, and what is sent over them as a simulated network has it. */
public final class SimulatedLinks implements WitnessLinks {
  /** So short that it is over at once: time does not pass in it. */
  private static final Backoff NONE = new Backoff(Duration.ofNanos(1), Duration.ofNanos(2));

  private final List<SimulatedWitness> witnesses;
  private final Network network;

  /** Links to any of these. */
  public SimulatedLinks(List<SimulatedWitness> witnesses, Network network) {
    this.witnesses = witnesses;
    this.network = network;
  }

  /** What becomes of messages. */
  public interface Network {
    /**
     * Takes the time that a message takes.
     *
     * @return whether it arrives
     */
    boolean carries() throws InterruptedException;

    /** Seconds since the epoch, by the witness's clock. */
    long time();
  }

  /** Has a log's heads cosigned over these links. */
  public Witnessing witnessing(
      Threads threads,
      VerifierKey log,
      WitnessSettings settings,
      LogHistory history,
      Optional<SignedCheckpoint> witnessed,
      HeadMemory memory,
      Consumer<SignedCheckpoint> record,
      Executor readers,
      Consumer<StopCause> stop) {
    return new Witnessing(
        threads, this, NONE, log, settings, history, witnessed, memory, record, readers, stop);
  }

  @Override
  public WitnessLink to(String prefix) {
    return new Link(
        witnesses.stream()
            .filter(witness -> prefix.equals("http://" + witness.name() + ".example"))
            .findFirst()
            .orElseThrow());
  }

  @Override
  public void close() {}

  private final class Link implements WitnessLink {
    private final SimulatedWitness witness;

    Link(SimulatedWitness witness) {
      this.witness = witness;
    }

    @Override
    public WitnessReply add(String request) throws WitnessFailure, InterruptedException {
      carry();
      WitnessReply reply = witness.add(request, network.time());
      carry();
      return reply;
    }

    @Override
    public Optional<byte[]> checkpoint(String originHash)
        throws WitnessFailure, InterruptedException {
      carry();
      Optional<byte[]> shown = witness.state().shown().map(SignedCheckpoint::toBytes);
      carry();
      return shown;
    }

    private void carry() throws WitnessFailure, InterruptedException {
      if (!network.carries()) {
        throw new WitnessFailure("no answer");
      }
    }
  }
}
