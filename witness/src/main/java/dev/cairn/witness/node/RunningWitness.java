package dev.cairn.witness.node;

import dev.cairn.http.admission.Admission;
import dev.cairn.http.serve.HttpEndpoint;
import dev.cairn.witness.Witness;
import dev.cairn.witness.folder.WitnessFolder;
import dev.cairn.witness.folder.WitnessFolderException;
import dev.cairn.witness.grpc.GrpcEndpoint;
import dev.cairn.witness.http.WitnessHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/** A witness that listens, until it is closed. */
public final class RunningWitness implements AutoCloseable {
  private final Witness witness;
  private final Optional<HttpEndpoint> http;
  private final Optional<GrpcEndpoint> grpc;

  private RunningWitness(
      Witness witness, Optional<HttpEndpoint> http, Optional<GrpcEndpoint> grpc) {
    this.witness = witness;
    this.http = http;
    this.grpc = grpc;
  }

  /**
   * Starts a witness.
   *
   * @param folder stays open when the witness is closed
   * @param passphrase of the signing keys; empty: they are not encrypted
   * @param clock what the cosignatures' times come from
   * @throws WitnessFolderException if the keys or the store cannot be used
   * @throws IOException if an address cannot be listened on; the message says which
   */
  public static RunningWitness start(
      WitnessFolder folder, char[] passphrase, WitnessSettings settings, InstantSource clock)
      throws WitnessFolderException, IOException {
    Witness witness = folder.openWitness(passphrase, clock);
    Admission admission = new Admission(settings.requestsPerPeer(), settings.requests());
    Optional<HttpEndpoint> http = Optional.empty();
    try {
      if (settings.http().isPresent()) {
        InetSocketAddress address = settings.http().get();
        http =
            Optional.of(
                HttpEndpoint.start(
                    "witness-http",
                    new WitnessHandler(witness, admission),
                    address,
                    settings.httpLimits()));
      }
      Optional<GrpcEndpoint> grpc = Optional.empty();
      if (settings.grpc().isPresent()) {
        InetSocketAddress address = settings.grpc().get();
        grpc =
            Optional.of(
                GrpcEndpoint.start(
                    witness,
                    address,
                    settings.httpLimits().receive(),
                    settings.httpLimits().drain(),
                    admission));
      }
      return new RunningWitness(witness, http, grpc);
    } catch (IOException | RuntimeException e) {
      http.ifPresent(HttpEndpoint::close);
      witness.close();
      throw e;
    }
  }

  /** The witness itself. */
  public Witness witness() {
    return witness;
  }

  /** The port that it listens on for HTTP; empty if it does not. */
  public OptionalInt httpPort() {
    return http.isPresent() ? OptionalInt.of(http.get().port()) : OptionalInt.empty();
  }

  /** The port that it listens on for gRPC; empty if it does not. */
  public OptionalInt grpcPort() {
    return grpc.isPresent() ? OptionalInt.of(grpc.get().port()) : OptionalInt.empty();
  }

  /** Stops to accept requests, waits for those under way, and closes the store. */
  @Override
  public void close() {
    try {
      http.ifPresent(HttpEndpoint::close);
      grpc.ifPresent(GrpcEndpoint::close);
    } finally {
      witness.close();
    }
  }
}
