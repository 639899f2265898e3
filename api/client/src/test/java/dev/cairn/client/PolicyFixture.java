package dev.cairn.client;

import dev.cairn.tree.policy.WitnessPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A log of 11 entries whose checkpoints three witnesses cosign, and a client whose policy asks for
 * two of them. It has verified size 5.
 */
abstract class PolicyFixture {
  final HeapMemory memory = new HeapMemory();
  final AtomicLong clock = new AtomicLong(TestWitnesses.NOW);
  TestLog log;
  TestWitnesses witnesses;
  LogClient client;

  @BeforeEach
  void start() throws Exception {
    log = TestLog.start(TestLog.numbered(5));
    witnesses = log.witnessed();
    client = client(trust());
    client.checkpoint();
    log.publish("entry 5", "entry 6", "entry 7", "entry 8", "entry 9", "entry 10");
  }

  @AfterEach
  void stop() {
    client.close();
    log.close();
  }

  WitnessPolicy policy() {
    return witnesses.policy(2);
  }

  Trust.ByPolicy trust() {
    return Trust.ByPolicy.of(policy()).withClock(() -> Instant.ofEpochSecond(clock.get()));
  }

  Trust.ByPolicy trust(Duration maxAge) {
    return trust().withMaxAge(maxAge);
  }

  LogClient client(Trust trust) {
    return LogClient.open(
        ClientConfig.of(log.address(), trust).withMemory(memory).withDeadline(TestLog.DEADLINE));
  }

  long remembered() throws Exception {
    return client.remembered().orElseThrow().head().size();
  }
}
