package dev.cairn.bench.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OpenSslTest {
  @Test
  void readsBlocksFromWhatItPrints() {
    String output = "+DT:sha256:1:16384\n+R:68936:sha256:0.57\n+H:16384\n+F:25:sha256:6400.0\n";

    assertEquals(OptionalDouble.of(100), OpenSsl.parse(output));
    assertEquals(OptionalDouble.empty(), OpenSsl.parse("speed: Unknown option: -seconds\n"));
  }
}
