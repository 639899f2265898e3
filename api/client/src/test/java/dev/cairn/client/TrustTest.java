package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.TrustedLog.Basis;
import dev.cairn.log.v1.GetLogResponse;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a client comes to believe a key. */
@Timeout(60)
class TrustTest {
  private final HeapMemory memory = new HeapMemory();
  private TestLog log;

  @BeforeEach
  void start() {
    log = TestLog.start(TestLog.numbered(3));
  }

  @AfterEach
  void stop() {
    log.close();
  }

  private LogClient client(LogAddress address) {
    return LogClient.open(
        ClientConfig.of(address, new Trust.FirstUse(memory))
            .withMemory(memory)
            .withDeadline(TestLog.DEADLINE));
  }

  private void state(String origin, SigningKey key) {
    log.lies()
        .tell(
            GetLogResponse.class,
            truth ->
                GetLogResponse.newBuilder()
                    .setOrigin(origin)
                    .setVkey(key.verifierKey().toString())
                    .build());
  }

  private void assertNotTrusted(LogAddress address) {
    try (LogClient client = client(address)) {
      assertThrows(CheckFailedException.class, client::trust);
      assertThrows(CheckFailedException.class, client::checkpoint);
    }
    assertTrue(memory.trusted(address).isEmpty());
    assertTrue(memory.newest(log.vkey()).isEmpty());
  }

  @Test
  void firstUseIsRemembered() throws Exception {
    try (LogClient client = client(log.address())) {
      assertEquals(new TrustedLog(log.vkey(), Basis.FIRST_USE), client.trust());
      assertEquals(3, client.checkpoint().head().size());
    }
    try (LogClient client = client(log.address())) {
      assertEquals(new TrustedLog(log.vkey(), Basis.REMEMBERED), client.trust());
      assertEquals(3, client.remembered().orElseThrow().head().size());
    }
  }

  @Test
  void anotherKeyLaterOnIsRefused() throws Exception {
    int port = log.port();
    try (LogClient client = client(log.address())) {
      client.trust();
    }
    log.close();
    log = TestLog.start(TestLog.newKey(), port, TestLog.numbered(3));
    try (LogClient client = client(log.address())) {
      CheckFailedException refused = assertThrows(CheckFailedException.class, client::checkpoint);
      assertTrue(refused.toString().contains("trusted on first use"), refused::toString);
      assertThrows(CheckFailedException.class, () -> client.append(new byte[] {1}));
    }
  }

  @Test
  void theOriginAskedForMustBeStated() throws Exception {
    try (LogClient client = client(log.address().withOrigin(TestLog.ORIGIN))) {
      assertEquals(log.vkey(), client.trust().key());
    }
    assertNotTrusted(log.address().withOrigin("other.example/log"));
  }

  @Test
  void aKeyThatDoesNotSignTheCheckpointIsNotTrusted() {
    state(TestLog.ORIGIN, TestLog.newKey());
    assertNotTrusted(log.address());
  }

  @Test
  void aKeyOfAnotherNameIsNotTrusted() {
    state(TestLog.ORIGIN, SigningKey.generate("other.example/log", KeyType.ED25519));
    assertNotTrusted(log.address());
    state("other.example/log", log.signer());
    assertNotTrusted(log.address());
  }

  @Test
  void aKeyThatIsNoneIsNotTrusted() {
    state(TestLog.ORIGIN, SigningKey.generate(TestLog.ORIGIN, KeyType.ED25519_COSIGNATURE));
    assertNotTrusted(log.address());
    log.lies().tell(GetLogResponse.class, truth -> truth.toBuilder().setVkey("not a key").build());
    assertNotTrusted(log.address());
  }

  @Test
  void pinnedKeyAsksNothing() throws Exception {
    int before = log.calls();
    try (LogClient client = log.client(memory)) {
      assertEquals(new TrustedLog(log.vkey(), Basis.PINNED), client.trust());
    }
    assertEquals(before, log.calls());
  }

  @Test
  void configurationsThatContradictThemselvesAreRefused() {
    Trust pinned = new Trust.Pinned(log.vkey());
    LogAddress other = log.address().withOrigin("other.example/log");
    assertThrows(IllegalArgumentException.class, () -> ClientConfig.of(other, pinned));
    SigningKey witness = SigningKey.generate("w.example", KeyType.ED25519_COSIGNATURE);
    assertThrows(IllegalArgumentException.class, () -> new Trust.Pinned(witness.verifierKey()));
    ClientConfig config = ClientConfig.of(log.address(), pinned);
    assertThrows(IllegalArgumentException.class, () -> config.withDeadline(Duration.ZERO));
  }
}
