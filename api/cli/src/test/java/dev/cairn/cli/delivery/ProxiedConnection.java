package dev.cairn.cli.delivery;

import java.io.IOException;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection through the proxy, and what befalls it. */
final class ProxiedConnection {
  private static final int MAX_BYTES_BEFORE = 30_000;
  private static final int MIN_BYTES_BEFORE = 2_000;
  private static final int CHUNK = 8_192;
  private static final int SLOW_CHUNK = 512;
  private static final int SLOW_PAUSE_MILLIS = 10;
  private static final int MAX_STALL_MILLIS = 800;
  private static final long MAX_STRUCK_NANOS = 700_000_000L;

  private final Socket client;
  private final Socket server;
  private final Fault fault;
  private final Consumer<Fault> onStrike;
  private final int bytesBefore;
  private final int stallMillis;
  private final boolean abrupt;
  private final AtomicInteger ends = new AtomicInteger();
  private volatile boolean struck;
  private volatile long struckAt;
  private volatile boolean closed;

  /**
   * @param onStrike told once the fault has struck
   */
  ProxiedConnection(
      Socket client, Socket server, Fault fault, long seed, Consumer<Fault> onStrike) {
    Random random = new Random(seed);
    this.client = client;
    this.server = server;
    this.fault = fault;
    this.onStrike = onStrike;
    this.bytesBefore = MIN_BYTES_BEFORE + random.nextInt(MAX_BYTES_BEFORE);
    this.stallMillis = 1 + random.nextInt(MAX_STALL_MILLIS);
    this.abrupt = random.nextBoolean();
  }

  Fault fault() {
    return fault;
  }

  void start(Runnable onEnd) {
    Thread.ofVirtual().start(() -> pump(client, server, true, onEnd));
    Thread.ofVirtual().start(() -> pump(server, client, false, onEnd));
  }

  private void pump(Socket from, Socket to, boolean isToLog, Runnable onEnd) {
    byte[] chunk = new byte[fault == Fault.SLOW ? SLOW_CHUNK : CHUNK];
    long total = 0;
    try {
      for (int n = from.getInputStream().read(chunk);
          n >= 0 && !closed;
          n = from.getInputStream().read(chunk)) {
        total += n;
        if (isToLog && !struck && fault != Fault.NONE && total > bytesBefore) {
          strike(to, chunk, n);
        }
        if (!pass(to, chunk, n, isToLog)) {
          return;
        }
      }
    } catch (IOException | InterruptedException _) {
      // One end has gone: the other one is told below.
    } finally {
      if (isToLog || !isSwallowing()) {
        close();
      }
      if (ends.incrementAndGet() == 2) {
        onEnd.run();
      }
    }
  }

  private void strike(Socket log, byte[] chunk, int length) throws IOException {
    struckAt = System.nanoTime();
    struck = true;
    switch (fault) {
      case CUT -> {
        log.getOutputStream().write(chunk, 0, length / 2);
        onStrike.accept(fault);
        close();
      }
      case LOSE_REPLY -> {} // strikes when there is a reply
      case STALL_TO_LOG, STALL_TO_CLIENT, STALL_BOTH, SWALLOW, SLOW, NONE -> onStrike.accept(fault);
    }
  }

  /** Passes a chunk on, unless the fault has another fate for it; false ends the direction. */
  private boolean pass(Socket to, byte[] chunk, int length, boolean isToLog)
      throws IOException, InterruptedException {
    if (struck) {
      switch (fault) {
        case NONE, CUT -> {}
        case LOSE_REPLY -> {
          if (!isToLog) {
            onStrike.accept(fault);
            return false; // and both ends are closed
          }
        }
        case STALL_TO_LOG -> stall(isToLog);
        case STALL_TO_CLIENT -> stall(!isToLog);
        case STALL_BOTH -> stall(true);
        case SWALLOW -> {
          return true;
        }
        case SLOW -> TimeUnit.MILLISECONDS.sleep(SLOW_PAUSE_MILLIS);
      }
      if (System.nanoTime() - struckAt > MAX_STRUCK_NANOS) {
        return false; // it may have recovered: the next connection gets the next fault
      }
    }
    to.getOutputStream().write(chunk, 0, length);
    return true;
  }

  private boolean isSwallowing() {
    return fault == Fault.SWALLOW && struck && !closed;
  }

  private void stall(boolean isStalled) throws InterruptedException {
    if (isStalled) {
      TimeUnit.MILLISECONDS.sleep(stallMillis);
    }
  }

  /** Closes both ends: in one half of the cases with a reset. */
  void close() {
    closed = true;
    for (Socket socket : new Socket[] {client, server}) {
      try {
        if (abrupt) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (IOException _) {
        // It is closed already.
      }
    }
  }
}
