package dev.cairn.server.connect;

import dev.cairn.http.admission.Admission;
import dev.cairn.http.admission.Peer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Accepts connections, up to a number; those beyond are closed at once. */
public final class Connections implements AutoCloseable {
  private static final int AS_NETTY_LIKES = 0;
  private static final long MOST_TO_CLOSE_SECONDS = 2;

  private final Admission admission;
  private final AtomicLong refused = new AtomicLong();
  private final EventLoopGroup acceptors = group("grpc-accept", 1);
  private final EventLoopGroup workers = group("grpc-network", AS_NETTY_LIKES);

  /**
   * Starts no thread before the first connection.
   *
   * @param limit the most connections at a time, at least 1
   * @param limitPerPeer the most of one peer, at least 1
   */
  public Connections(int limit, int limitPerPeer) {
    this.admission = new Admission(limitPerPeer, limit);
  }

  private static EventLoopGroup group(String name, int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, /* daemon= */ true), NioIoHandler.newFactory());
  }

  /** The threads that accept. */
  public EventLoopGroup acceptors() {
    return acceptors;
  }

  /** The threads that read and write. */
  public EventLoopGroup workers() {
    return workers;
  }

  /** A new socket to listen on, whose connections are counted. */
  public ServerChannel serverChannel() {
    ServerChannel channel = new NioServerSocketChannel();
    channel.pipeline().addFirst(new Gate());
    return channel;
  }

  /** How many connections were closed because there were too many. */
  public long refused() {
    return refused.get();
  }

  /** Ends the threads; every connection should be closed by now. */
  @Override
  public void close() {
    var _ = acceptors.shutdownGracefully(0, MOST_TO_CLOSE_SECONDS, TimeUnit.SECONDS);
    var _ = workers.shutdownGracefully(0, MOST_TO_CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  /** Sees each connection that a socket has accepted before anyone else does. */
  @ChannelHandler.Sharable
  private final class Gate extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof Channel connection) || admit(connection)) {
        context.fireChannelRead(message);
      }
    }

    private boolean admit(Channel connection) {
      SocketAddress remote = connection.remoteAddress();
      if (remote == null) {
        // Gone again already.
        connection.unsafe().closeForcibly();
        return false;
      }
      String peer = Peer.of(remote);
      if (!admission.enter(peer)) {
        refused.incrementAndGet();
        connection.unsafe().closeForcibly();
        return false;
      }
      connection.closeFuture().addListener(_ -> admission.leave(peer));
      connection.pipeline().addLast(new AnsweredStreams());
      return true;
    }
  }
}
