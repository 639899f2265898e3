package dev.cairn.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counters as meters. */
final class AuditMetricsTest {
  @TempDir Path folder;

  @Test
  void metersShowTheCounters() throws Exception {
    FakeLog log = FakeLog.start();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (AuditClient client =
        AuditClient.over(log.channel(), AuditClientConfig.of(log.config(), folder))) {
      AuditMetrics.bind(client, registry);
      client.spool(RecordingMain.event(1)).join();
      assertTrue(client.flush(Duration.ofSeconds(30)));
      assertEquals(1, registry.get("cairn.audit.offered").functionCounter().count());
      assertEquals(1, registry.get("cairn.audit.acknowledged").functionCounter().count());
      assertEquals(0, registry.get("cairn.audit.failed").functionCounter().count());
      assertEquals(0, registry.get("cairn.audit.spooled").gauge().value());
      assertEquals(0, registry.get("cairn.audit.outbox.bytes").gauge().value());
    } finally {
      log.close();
    }
  }
}
