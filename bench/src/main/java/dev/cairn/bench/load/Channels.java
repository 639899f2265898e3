package dev.cairn.bench.load;

import com.google.common.net.HostAndPort;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.stream.Stream;

/** Connections to one server, all with the same settings whatever the server. */
public final class Channels implements AutoCloseable {
  private final List<ManagedChannel> channels;

  private Channels(List<ManagedChannel> channels) {
    this.channels = channels;
  }

  /** Connects {@code count} times, when they are used first. */
  public static Channels to(HostAndPort server, int count) {
    return new Channels(Stream.generate(() -> channel(server)).limit(count).toList());
  }

  private static ManagedChannel channel(HostAndPort server) {
    return NettyChannelBuilder.forAddress(server.getHost(), server.getPort())
        .usePlaintext()
        // A call's next step is taken on the network's own thread: no hand-over between threads.
        .directExecutor()
        .flowControlWindow(1 << 20)
        .disableRetry()
        .build();
  }

  /** The connections. */
  public List<ManagedChannel> list() {
    return channels;
  }

  /** Cuts the connections. */
  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
