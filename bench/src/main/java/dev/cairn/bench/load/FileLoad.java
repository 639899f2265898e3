package dev.cairn.bench.load;

import com.google.common.net.HostAndPort;
import io.grpc.Status;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Fetches files in random order over connections that are kept alive, each with one request in
 * flight; every byte of every answer is compared. At a fixed rate it is an open loop: an answer
 * takes from when its request was to be sent.
 */
public final class FileLoad implements Load, AutoCloseable {
  private static final int AS_FAST_AS_ANSWERED = 0;
  private static final int OVERHEAD_BYTES = 1 << 10;
  private static final long SEED = 42;

  private final HostAndPort server;
  private final List<HttpFile> files;
  private final long intervalNanos;
  private final EventLoopGroup network =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Channel> connections = new ArrayList<>();

  private FileLoad(HostAndPort server, List<HttpFile> files, long intervalNanos) {
    this.server = server;
    this.files = List.copyOf(files);
    this.intervalNanos = intervalNanos;
  }

  /**
   * Connects, to fetch each file as soon as the one before is there.
   *
   * @throws IOException if the server cannot be reached
   */
  public static FileLoad closed(HostAndPort server, int connections, List<HttpFile> files)
      throws IOException {
    return connect(new FileLoad(server, files, AS_FAST_AS_ANSWERED), connections);
  }

  /**
   * Connects, to fetch so many files a second.
   *
   * @throws IOException if the server cannot be reached
   */
  public static FileLoad paced(
      HostAndPort server, int connections, List<HttpFile> files, int perSecond) throws IOException {
    long interval = TimeUnit.SECONDS.toNanos(1) * connections / perSecond;
    return connect(new FileLoad(server, files, interval), connections);
  }

  private static FileLoad connect(FileLoad load, int connections) throws IOException {
    boolean connected = false;
    try {
      for (int i = 0; i < connections; i++) {
        load.connections.add(load.connection());
      }
      connected = true;
      return load;
    } finally {
      if (!connected) {
        load.close();
      }
    }
  }

  private Channel connection() throws IOException {
    int longest = files.stream().mapToInt(HttpFile::length).max().orElse(0) + OVERHEAD_BYTES;
    ChannelFuture connecting =
        new Bootstrap()
            .group(network)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpClientCodec(), new HttpObjectAggregator(longest));
                  }
                })
            .connect(server.getHost(), server.getPort())
            .awaitUninterruptibly();
    if (!connecting.isSuccess()) {
      throw new IOException(server + " cannot be reached", connecting.cause());
    }
    return connecting.channel();
  }

  @Override
  public Tally run(Duration time, Histogram latencies) throws InterruptedException {
    Meter meter = new Meter(time, latencies, connections.size());
    SplittableRandom random = new SplittableRandom(SEED);
    long now = System.nanoTime();
    for (int i = 0; i < connections.size(); i++) {
      Channel connection = connections.get(i);
      long first = now + intervalNanos * i / connections.size();
      Loop loop = new Loop(connection, meter, random.split(), first);
      connection.eventLoop().execute(loop::begin);
    }
    return meter.tally();
  }

  @Override
  public void close() {
    var _ = network.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** One request after the other, on the network's thread. */
  private final class Loop extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final Channel connection;
    private final Meter meter;
    private final SplittableRandom random;
    private HttpFile wanted;
    private long due;
    private boolean ended;

    Loop(Channel connection, Meter meter, SplittableRandom random, long first) {
      this.connection = connection;
      this.meter = meter;
      this.random = random;
      this.due = first;
      this.wanted = files.getFirst();
    }

    void begin() {
      connection.pipeline().addLast(this);
      if (connection.isActive()) {
        sendWhenDue();
      } else {
        fail("the connection is closed");
      }
    }

    private void sendWhenDue() {
      long now = System.nanoTime();
      if (intervalNanos == AS_FAST_AS_ANSWERED) {
        due = now;
      }
      if (meter.isOver(Math.max(now, due))) {
        end();
      } else if (due > now) {
        var _ = connection.eventLoop().schedule(this::send, due - now, TimeUnit.NANOSECONDS);
      } else {
        send();
      }
    }

    private void send() {
      wanted = files.get(random.nextInt(files.size()));
      DefaultFullHttpRequest request =
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, wanted.path());
      request.headers().set(HttpHeaderNames.HOST, server);
      var _ = connection.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      if (!response.status().equals(HttpResponseStatus.OK)) {
        fail(wanted.path() + " answered " + response.status());
      } else if (!wanted.is(ByteBufUtil.getBytes(response.content()))) {
        fail(wanted.path() + " is not what it has to be");
      } else {
        meter.answered(System.nanoTime() - due);
        meter.done(1);
        due += intervalNanos;
        sendWhenDue();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      fail("the connection was closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      fail(String.valueOf(failure));
    }

    private void fail(String why) {
      if (!ended) {
        meter.failed(1, Status.UNKNOWN.withDescription(why));
        end();
      }
    }

    private void end() {
      ended = true;
      if (connection.isActive()) {
        connection.pipeline().remove(this);
      }
      meter.loopEnded();
    }
  }
}
