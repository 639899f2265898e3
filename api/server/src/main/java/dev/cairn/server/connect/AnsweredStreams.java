package dev.cairn.server.connect;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;

/**
 * Resets the streams of a connection that are answered in whole while the peer keeps its side open
 * (RFC 9113, 8.1). Nobody counts such a stream as a call any more, and it would be kept for as long
 * as the connection.
 */
final class AnsweredStreams extends ChannelInboundHandlerAdapter {
  /**
   * What a peer gets to end its side by itself; most have done so when the answer is on its way.
   */
  private static final long PATIENCE_MILLIS = 500;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ChannelHandlerContext http2 = context.pipeline().context(Http2ConnectionHandler.class);
    if (http2 != null) {
      watch(http2, (Http2ConnectionHandler) http2.handler());
      context.pipeline().remove(this);
    }
    context.fireChannelRead(message);
  }

  private static void watch(ChannelHandlerContext context, Http2ConnectionHandler handler) {
    handler
        .connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamHalfClosed(Http2Stream stream) {
                if (isAnswered(stream)) {
                  var _ =
                      context
                          .executor()
                          .schedule(
                              () -> reset(context, handler, stream),
                              PATIENCE_MILLIS,
                              TimeUnit.MILLISECONDS);
                }
              }
            });
  }

  private static boolean isAnswered(Http2Stream stream) {
    return stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL;
  }

  private static void reset(
      ChannelHandlerContext context, Http2ConnectionHandler handler, Http2Stream stream) {
    if (isAnswered(stream) && context.channel().isActive()) {
      var _ =
          handler.resetStream(
              context, stream.id(), Http2Error.NO_ERROR.code(), context.newPromise());
      context.flush();
    }
  }
}
