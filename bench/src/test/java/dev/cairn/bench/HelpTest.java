package dev.cairn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  static Stream<String> benchmarks() {
    return new CommandLine(new BenchCommand()).getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void everyBenchmarkHelpsWithAnExample(String benchmark) {
    Ran help = Ran.of(benchmark, "--help");

    assertEquals(0, help.exitCode());
    assertTrue(help.out().contains("Example"), help.out());
    assertTrue(help.out().contains("cairn bench " + benchmark), help.out());
    assertEquals(2, Ran.of(benchmark, "--no-such-option").exitCode());
  }
}
