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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
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
    List<Loop> loops =
        connections.stream()
            .map(connection -> new Loop(connection, meter, random.split()))
            .toList();
    loops.forEach(Loop::begin);
    if (intervalNanos == AS_FAST_AS_ANSWERED) {
      loops.forEach(Loop::goOn);
    } else {
      pace(time, loops);
    }
    return meter.tally();
  }

  /** From this thread: timers of less than a millisecond would make the network's thread spin. */
  private void pace(Duration time, List<Loop> loops) throws InterruptedException {
    long requests = Math.max(1, time.toNanos() / intervalNanos);
    long first = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      long due = first + i * intervalNanos;
      Pace.sleepUntil(due);
      loops.get(i % loops.size()).sendDue(due);
    }
    loops.forEach(Loop::finish);
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
    // When those were due that wait for their turn; no more than are sent in a run.
    private final Deque<Long> waiting = new ArrayDeque<>();
    private HttpFile wanted;
    private long due;
    private boolean busy;
    private boolean endless;
    private boolean finishing;
    private boolean ended;

    Loop(Channel connection, Meter meter, SplittableRandom random) {
      this.connection = connection;
      this.meter = meter;
      this.random = random;
      this.wanted = files.getFirst();
    }

    void begin() {
      connection
          .eventLoop()
          .execute(
              () -> {
                connection.pipeline().addLast(this);
                if (!connection.isActive()) {
                  fail("the connection is closed");
                }
              });
    }

    /** Sends a request whenever the one before is answered, until the time is over. */
    void goOn() {
      connection
          .eventLoop()
          .execute(
              () -> {
                endless = true;
                next();
              });
    }

    /** Sends a request that is due at that time, once the one before is answered. */
    void sendDue(long at) {
      connection
          .eventLoop()
          .execute(
              () -> {
                waiting.add(at);
                next();
              });
    }

    /** Ends once all that were due are answered. */
    void finish() {
      connection
          .eventLoop()
          .execute(
              () -> {
                finishing = true;
                next();
              });
    }

    private void next() {
      if (busy || ended) {
        return;
      }
      long now = System.nanoTime();
      if (endless && !meter.isOver(now)) {
        send(now);
      } else if (!waiting.isEmpty()) {
        send(waiting.remove());
      } else if (endless || finishing) {
        end();
      }
    }

    private void send(long at) {
      busy = true;
      due = at;
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
        busy = false;
        next();
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
