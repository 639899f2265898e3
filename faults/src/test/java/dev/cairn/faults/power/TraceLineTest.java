package dev.cairn.faults.power;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TraceLineTest {
  private static TraceLine parse(String line) {
    return TraceLine.parse(line).orElseThrow();
  }

  @Test
  void aWholeCall() {
    TraceLine line =
        parse("   17 1795913489.051630 pwrite64(125<\\x2f\\x61>, \"\\x63\\x00\\x2c\", 3, 8) = 3");
    assertEquals(17, line.thread());
    assertEquals(1_795_913_489_051_630L, line.micros());
    assertEquals(TraceLine.Part.WHOLE, line.part());
    assertEquals("pwrite64", line.call());
    assertEquals(new TraceLine.Descriptor(125, "/a"), line.descriptor(0));
    assertArrayEquals(new byte[] {'c', 0, ','}, line.bytes(1));
    assertEquals(8, line.number(3));
    assertEquals(3, line.value());
  }

  @Test
  void aCallInTwoParts() {
    TraceLine begin = parse("17 1.000001 fdatasync(125<\\x2f\\x61> <unfinished ...>");
    assertEquals(TraceLine.Part.BEGIN, begin.part());
    assertEquals(new TraceLine.Descriptor(125, "/a"), begin.descriptor(0));
    TraceLine end = parse("17 1.000002 <... fdatasync resumed>) = -1 EIO (Input/output error)");
    assertEquals(TraceLine.Part.END, end.part());
    assertEquals("fdatasync", end.call());
    assertEquals(-1, end.value());
  }

  @Test
  void aVector() {
    TraceLine line =
        parse(
            "17 1.000001 pwritev(7<\\x2f\\x61>, [{iov_base=\"\\x61\\x62\", iov_len=2},"
                + " {iov_base=\"\\x63\", iov_len=1}], 2, 4096) = 3");
    assertArrayEquals("abc".getBytes(StandardCharsets.US_ASCII), line.bytes(1));
    assertEquals(4096, line.number(3));
  }

  @Test
  void anOpening() {
    TraceLine line =
        parse(
            "17 1.000001 openat(AT_FDCWD<\\x2f\\x74>, \"\\x61\", O_WRONLY|O_DSYNC|O_CLOEXEC) ="
                + " 124<\\x2f\\x74\\x2f\\x61>");
    assertEquals("a", line.text(1));
    assertEquals("O_WRONLY|O_DSYNC|O_CLOEXEC", line.arguments().get(2));
    assertEquals(new TraceLine.Descriptor(124, "/t/a"), line.opened());
  }

  @Test
  void aCallThatNeverReturned() {
    assertEquals(-1, parse("17 1.000001 <... write resumed>) = ?").value());
    assertEquals(-1, parse("17 1.000001 write(1<\\x61>, \"\", 0) = ? <unavailable>").value());
  }

  @Test
  void endsAndSignalsAreNoCalls() {
    assertTrue(TraceLine.parse("17 1.000001 +++ exited with 0 +++").isEmpty());
    assertTrue(TraceLine.parse("17 1.000001 --- SIGTERM {si_signo=SIGTERM} ---").isEmpty());
  }

  @Test
  void whatWasCutShortIsRefused() {
    TraceLine line = parse("17 1.000001 write(1<\\x61>, \"\\x61\"..., 2) = 2");
    assertThrows(IllegalArgumentException.class, () -> line.bytes(1));
  }
}
