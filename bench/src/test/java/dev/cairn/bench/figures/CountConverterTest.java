package dev.cairn.bench.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class CountConverterTest {
  private final CountConverter counts = new CountConverter();

  @ParameterizedTest
  @CsvSource({"0, 0", "17, 17", "500k, 500000", "1M, 1000000", "100M, 100000000"})
  void readsUnits(String text, long count) {
    assertEquals(count, counts.convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1_000_000", "1000_000"})
  void readsThousandsSetApart(String text) {
    assertEquals(1_000_000, counts.convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1", "1m", "1_", "_1", "1.5M", "99999999999G"})
  void refusesAnythingElse(String text) {
    assertThrows(TypeConversionException.class, () -> counts.convert(text));
  }
}
