package dev.cairn.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.cairn.server.intake.Refusal;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever is refused for overload is told when to come again. */
final class OverloadTest {
  static Stream<Refusal> overload() {
    return Stream.of(
        new Refusal.QueueFull(),
        new Refusal.StoreFull(),
        new Refusal.TooManyCalls(1),
        new Refusal.TooManyCallsOfPeer(1),
        new Refusal.TooManyBytes("unread answers"),
        new Refusal.CreditExceeded(1),
        new Refusal.ProducersFull());
  }

  private static long retryMillis(Refusal refusal) throws Exception {
    Status status = Statuses.of(refusal);
    assertEquals(Code.RESOURCE_EXHAUSTED.getNumber(), status.getCode());
    for (Any detail : status.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        return Durations.toMillis(detail.unpack(RetryInfo.class).getRetryDelay());
      }
    }
    throw new AssertionError("no RetryInfo in " + status);
  }

  @ParameterizedTest
  @MethodSource("overload")
  void everyRefusalSaysWhenToComeAgain(Refusal refusal) throws Exception {
    long millis = retryMillis(refusal);
    assertTrue(millis >= 100 && millis <= 120_000, millis + " ms");
  }

  @Test
  void thoseWhoAreRefusedTogetherComeApart() throws Exception {
    Set<Long> delays = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      delays.add(retryMillis(new Refusal.TooManyCalls(1)));
    }
    assertTrue(delays.size() > 10, delays.toString());
  }
}
