package dev.cairn.client.tiles.service;

import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.tree.note.VerifierKey;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A tiled log to be called through a channel that does not leave the process. */
public final class TiledLogEndpoint implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  private final TiledLogReader reader;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;
  private final ManagedChannel channel;

  private TiledLogEndpoint(TiledLogReader reader, TiledLogService service) {
    this.reader = reader;
    String name = InProcessServerBuilder.generateName();
    this.server =
        InProcessServerBuilder.forName(name).executor(threads).addService(service).build();
    this.channel =
        InProcessChannelBuilder.forName(name)
            .executor(threads)
            .propagateCauseWithStatus(true)
            .build();
  }

  /**
   * Starts to serve. Nothing is read yet.
   *
   * @param reader closed with the endpoint
   * @param keys the log has one of these; the first that verifies a checkpoint is held to
   * @param poll how often to look for a newer checkpoint while somebody follows the log
   */
  public static TiledLogEndpoint start(
      TiledLogReader reader, List<VerifierKey> keys, Duration poll) {
    SignedTrees trees = new SignedTrees(reader, keys);
    TiledLogEndpoint endpoint =
        new TiledLogEndpoint(reader, new TiledLogService(trees, new Poll(trees, poll)));
    try {
      endpoint.server.start();
    } catch (IOException e) {
      throw new IllegalStateException("a name of this process's own is taken", e);
    }
    return endpoint;
  }

  /** The way to call it; closed with the endpoint. */
  public ManagedChannel channel() {
    return channel;
  }

  /** Ends all calls, and closes the reader. */
  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    try {
      channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
    reader.close();
  }
}
