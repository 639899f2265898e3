package dev.cairn.recorder.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.cairn.recorder.outbox.Outbox;
import dev.cairn.recorder.outbox.OutboxLimits;
import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An appender that logback.xml alone describes. */
final class AppenderConfigTest {
  @TempDir Path folder;

  private final LoggerContext context = new LoggerContext();

  @Test
  void linesAreDurableWithoutTheLog() throws Exception {
    SigningKey key = SigningKey.generate("example.com/shop", KeyType.ED25519);
    KeyFile.write(folder.resolve("key"), key);
    configure(key.verifierKey().toString());
    context
        .getLogger("shop.Orders")
        .info(AuditMarkers.event("com.example.order.deleted", "delete").by("user", "alice"), "o1");
    context.stop();
    try (Outbox outbox =
        Outbox.open(folder.resolve("outbox"), OutboxLimits.DEFAULT, InstantSource.system())) {
      assertEquals(2, outbox.size().events(), "the key's event and the line's");
      assertEquals(key.verifierKey().toString(), outbox.chain().vkey());
    }
  }

  @Test
  void aKeyThatIsNoneIsInTheStatus() throws Exception {
    configure("nonsense");
    assertTrue(
        context.getStatusManager().getCopyOfStatusList().stream()
            .anyMatch(status -> status.getMessage().contains("AUDIT does not start")));
    context.stop();
  }

  /** Nothing listens at port 1. */
  private void configure(String vkey) throws JoranException {
    String xml =
        """
        <configuration>
          <appender name="AUDIT" class="dev.cairn.recorder.logback.AuditAppender">
            <source>/shop</source>
            <address>127.0.0.1:1</address>
            <vkey>%s</vkey>
            <outbox>%s</outbox>
            <producerKey>%s</producerKey>
            <waiting>true</waiting>
          </appender>
          <root level="INFO"><appender-ref ref="AUDIT"/></root>
        </configuration>
        """
            .formatted(vkey, folder.resolve("outbox"), folder.resolve("key"));
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
