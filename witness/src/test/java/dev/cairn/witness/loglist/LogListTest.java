package dev.cairn.witness.loglist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogListTest {
  private static VerifierKey key(int log) {
    byte[] seed = ByteBuffer.allocate(SigningKey.SEED_BYTES).putInt(log).array();
    return SigningKey.ofSeed("log.example/" + log, KeyType.ED25519, seed).verifierKey();
  }

  private static byte[] list(int logs) {
    StringBuilder text = new StringBuilder("logs/v0\n");
    for (int i = 0; i < logs; i++) {
      text.append("\nvkey ").append(key(i)).append("\nqpd 86400\ncontact ops@log.example\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void keepsTheOrderOfManyLogs() throws LogListException {
    LogList parsed = LogList.parse(list(1_000));
    assertEquals(1_000, parsed.logs().size());
    for (int i = 0; i < 1_000; i++) {
      assertEquals(key(i), parsed.logs().get(i).key());
    }
  }

  @Test
  void doesNotCheckAgainWhatIsKnown() throws LogListException {
    Map<String, VerifierKey> known = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      known.put(key(i).toString(), key(i));
    }
    LogList parsed = LogList.parse(list(8), known);
    assertEquals(8, parsed.logs().size());
    assertSame(known.get(key(3).toString()), parsed.logs().get(3).key());
  }

  @Test
  void hasABoundOnLogs() {
    // No key is looked at before all lines are right, and so none has to be a good one.
    StringBuilder text = new StringBuilder("logs/v0\n");
    for (int i = 0; i <= LogList.MAX_LOGS; i++) {
      text.append("vkey ").append(i).append("+0+0\nqpd 1\ncontact x\n");
    }
    LogListException refusal =
        assertThrows(
            LogListException.class,
            () -> LogList.parse(text.toString().getBytes(StandardCharsets.UTF_8)));
    assertEquals("a list has at most 100000 logs", refusal.reason());
    assertEquals(2 + 3 * LogList.MAX_LOGS, refusal.line());
  }

  @Test
  void whatTheWitnessKnowsIsLeftOutAndStillHasToBeWellFormed() throws Exception {
    byte[] text = list(8);
    List<ListedLog> all = LogList.parse(text).logs();
    String first = all.getFirst().key().toString();
    LogList rest = LogList.parse(text, Map.of(), first::equals);
    assertEquals(all.subList(1, 8), rest.logs());
    byte[] broken =
        new String(text, StandardCharsets.UTF_8)
            .replaceFirst("qpd [0-9]+", "qpd 0")
            .getBytes(StandardCharsets.UTF_8);
    assertThrows(LogListException.class, () -> LogList.parse(broken, Map.of(), first::equals));
  }
}
