package dev.cairn.bench.abuse;

import java.io.IOException;
import java.util.Locale;

/** What strangers do. */
enum Abuse {
  /** Connections that say nothing; {@link AbusePlan#connections} of them, from four addresses. */
  IDLE,
  /** 200 streams of entries that are not read. */
  UNREAD,
  /** Calls that are reset at once, on ever new connections. */
  RESETS,
  /** Requests that never come to their end. */
  PARTIAL,
  /** Requests that are no messages. */
  GARBAGE,
  /** Pings, on ever new connections. */
  PINGS;

  private static final String SERVICE = "cairn.log.v1.LogService/";
  private static final int STREAMS = 100;
  private static final byte[] KIBIBYTE = new byte[1 << 10];
  private static final byte[] NO_MESSAGE = {0x0f, 0x0f, 0x0f, 0x0f};

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is done once and then kept up, instead of again and again. */
  boolean lasts() {
    return this == IDLE || this == UNREAD;
  }

  /** Does it once; nothing more once the connection is cut off, as it should be. */
  void once(Stranger stranger) throws IOException {
    if (this != IDLE) {
      try {
        stranger.greet();
        act(stranger);
      } catch (IOException e) {
        stranger.close();
      }
    }
  }

  private void act(Stranger stranger) throws IOException {
    for (int i = 0; i < STREAMS; i++) {
      int stream = 1 + 2 * i;
      switch (this) {
        case IDLE -> {}
        case UNREAD -> {
          stranger.call(stream, SERVICE + "TailEntries");
          stranger.message(stream, 0, new byte[0]);
        }
        case RESETS -> {
          stranger.call(stream, SERVICE + "AppendEntry");
          stranger.frame(Stranger.RST_STREAM, 0, stream, new byte[4]);
        }
        case PARTIAL -> {
          stranger.call(stream, SERVICE + "AppendEntry");
          stranger.message(stream, 1 << 20, KIBIBYTE);
        }
        case GARBAGE -> {
          stranger.call(stream, SERVICE + "AppendEntry");
          stranger.message(stream, NO_MESSAGE.length, NO_MESSAGE);
        }
        case PINGS -> stranger.frame(Stranger.PING, 0, 0, new byte[8]);
      }
    }
  }
}
