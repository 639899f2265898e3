package dev.cairn.server.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  @Test
  void pausesGrowUpToAMinuteAndBeginAnew() {
    Backoff backoff = new Backoff();
    assertEquals(Duration.ZERO, backoff.next());
    assertEquals(Duration.ofMillis(100), backoff.next());
    assertEquals(Duration.ofMillis(200), backoff.next());
    for (int i = 0; i < 20; i++) {
      backoff.next();
    }
    assertEquals(Duration.ofMinutes(1), backoff.next());
    backoff.reset();
    assertEquals(Duration.ZERO, backoff.next());
  }
}
