package dev.cairn.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.merkle.TreeHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/**
 * A log that lies. The client has verified its head of size 5, and the log has grown to 11 since;
 * each lie is refused, and the client goes on remembering size 5.
 */
abstract class LiarFixture {
  final HeapMemory memory = new HeapMemory();
  TestLog log;
  LogClient client;

  @BeforeEach
  void start() throws Exception {
    log = TestLog.start(TestLog.numbered(5));
    client = log.client(memory);
    client.checkpoint();
    log.publish("entry 5", "entry 6", "entry 7", "entry 8", "entry 9", "entry 10");
  }

  @AfterEach
  void stop() {
    client.close();
    log.close();
  }

  TreeHead remembered() {
    return memory.newest(log.vkey()).orElseThrow().head();
  }

  /** The call fails its check and the memory stays. The log lies no more after that. */
  CheckFailedException refused(Executable call) {
    TreeHead before = remembered();
    CheckFailedException failed = assertThrows(CheckFailedException.class, call);
    assertEquals(before, remembered());
    log.lies().stop();
    return failed;
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
