package dev.cairn.server.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpanTest {
  @Test
  void isKnownByItsName() {
    Span span = new Span(0x30000, 0x40000);
    assertEquals("0000000000030000-0000000000040000.run", span.fileName());
    assertEquals(Optional.of(span), Span.parse(span.fileName()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30000-40000.run",
        "0000000000030000-0000000000040000.run.tmp",
        "0000000000030000-0000000000030000.run",
        "0000000000030000-0000000000030001.run",
        "0000000000030000-0000000000050000.run",
        "0000000000040000-0000000000030000.run",
        "0000000000010000-0000000000030000.run",
        "ffffffffffff0000-0000000000000000.run",
        "0000000000000000-0000000100000000.run",
      })
  void hasNoOtherName(String name) {
    assertEquals(Optional.empty(), Span.parse(name));
  }

  @Test
  void belongsToALargerOne() {
    Span smallest = new Span(9 << 16, 10 << 16);
    Span larger = new Span(8 << 16, 16 << 16);
    assertEquals(Optional.of(larger), smallest.merged());
    assertEquals(Optional.of(new Span(0, 64 << 16)), larger.merged());
    assertEquals(Optional.empty(), new Span(Span.LARGEST, 2 * Span.LARGEST).merged());
  }

  @Test
  void isAligned() {
    assertThrows(IllegalArgumentException.class, () -> new Span(1, 1 + Span.SMALLEST));
    assertThrows(IllegalArgumentException.class, () -> new Span(-(1 << 16), 0));
  }
}
