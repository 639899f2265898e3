package dev.cairn.cli.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A flood of warnings is cut to a burst a minute; what is rare is never lost. */
final class BurstFilterTest {
  private final AtomicLong nanos = new AtomicLong();
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void attach() {
    context.addTurboFilter(new BurstFilter(nanos::get));
    lines.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(lines);
  }

  private List<String> logged() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aFloodIsCutAndCounted() {
    Logger logger = context.getLogger("io.grpc.netty.NettyServerHandler");
    for (int i = 0; i < 1_000; i++) {
      logger.warn("Stream Error " + i);
    }
    assertEquals(BurstFilter.BURST, logged().size());
    nanos.set(60_000_000_000L);
    logger.warn("later");
    assertEquals(BurstFilter.BURST + 2, logged().size());
    assertEquals(
        List.of("980 lines like the next one were left out", "later"),
        logged().subList(BurstFilter.BURST, BurstFilter.BURST + 2));
  }

  @Test
  void aFloodOfOneKindHidesNoOther() {
    Logger logger = context.getLogger("dev.cairn.server.Example");
    for (int i = 0; i < 1_000; i++) {
      logger.warn("peer {} is at it again", i);
    }
    logger.error("the log stops: {}", "a fault");
    assertEquals("the log stops: a fault", logged().getLast());
    assertEquals(BurstFilter.BURST + 1, logged().size());
  }

  @Test
  void whatInformsIsNotCounted() {
    Logger logger = context.getLogger("dev.cairn.server.Example");
    for (int i = 0; i < 100; i++) {
      logger.info("line {}", i);
      logger.debug("not logged at all {}", i);
    }
    assertEquals(100, logged().size());
  }
}
