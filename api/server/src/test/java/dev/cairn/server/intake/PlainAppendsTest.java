package dev.cairn.server.intake;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is plainly valid is valid by the contract's rules; what they refuse is never plainly valid.
 */
final class PlainAppendsTest {
  private static final int[] ENTRY_SIZES = {0, 1, 200, 65_534, 65_535, 65_536};
  private static final int[] STRING_SIZES = {0, 1, 41, 42, 43, 85, 127, 128, 129, 255, 256};

  private final Intake intake = new Intake(List.of());
  private final Random random = new Random(7);
  private int plain;
  private int refused;

  @Test
  void bothAgreeOnEveryAppend() {
    for (int i = 0; i < 3_000; i++) {
      String log = string();
      String key = string();
      int ack = random.nextInt(-1, 6);
      AppendEntryRequest append =
          AppendEntryRequest.newBuilder()
              .setLog(log)
              .setIdempotencyKey(key)
              .setEntry(entry())
              .setAckValue(ack)
              .build();
      check(append, PlainAppends.isValid(append));
      AppendEntriesRequest item =
          AppendEntriesRequest.newBuilder()
              .setLog(log)
              .setIdempotencyKey(key)
              .setEntry(append.getEntry())
              .setAckValue(ack)
              .build();
      check(item, PlainAppends.isValid(item));
    }
    for (int i = 0; i < 300; i++) {
      BatchAppendEntriesRequest.Builder batch =
          BatchAppendEntriesRequest.newBuilder().setLog(string()).setIdempotencyKey(string());
      int entries = random.nextInt(4);
      for (int e = 0; e < entries; e++) {
        batch.addEntries(entry());
      }
      check(batch.build(), PlainAppends.isValid(batch.build()));
    }
    assertTrue(plain > 100 && refused > 100, plain + " plain, " + refused + " refused");
  }

  @Test
  void aBatchHasAtMost4096Entries() {
    BatchAppendEntriesRequest.Builder batch = BatchAppendEntriesRequest.newBuilder();
    for (int i = 0; i < 4_096; i++) {
      batch.addEntries(ByteString.copyFromUtf8("x"));
    }
    check(batch.build(), PlainAppends.isValid(batch.build()));
    assertTrue(PlainAppends.isValid(batch.build()));
    batch.addEntries(ByteString.copyFromUtf8("x"));
    assertThrows(RefusedException.class, () -> intake.validate(batch.build()));
  }

  private void check(Message request, boolean isPlain) {
    if (isPlain) {
      plain++;
      assertDoesNotThrow(() -> intake.applyRules(request));
    } else {
      try {
        intake.applyRules(request);
      } catch (RefusedException e) {
        refused++;
      }
    }
  }

  private ByteString entry() {
    return ByteString.copyFrom(new byte[ENTRY_SIZES[random.nextInt(ENTRY_SIZES.length)]]);
  }

  private String string() {
    String character = List.of("a", "é", "€", "😀").get(random.nextInt(4));
    return character.repeat(STRING_SIZES[random.nextInt(STRING_SIZES.length)] / character.length());
  }
}
