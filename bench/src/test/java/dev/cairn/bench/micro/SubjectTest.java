package dev.cairn.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class SubjectTest {
  @ParameterizedTest
  @EnumSource
  void eachNamesOneBenchmarkAndOneReference(Subject subject) {
    for (String pattern : List.of(subject.pattern(), subject.referencePattern())) {
      assertEquals(
          1,
          BenchmarkList.defaultList()
              .find(
                  OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                  List.of(pattern),
                  List.of())
              .size(),
          pattern);
    }
  }

  @Test
  void namesAreNotShared() {
    List<String> names = Subject.Sized.all().stream().map(Subject.Sized::name).toList();

    assertEquals(names.size(), names.stream().distinct().count(), names.toString());
    assertTrue(names.containsAll(List.of("node_hash", "store_commit_1000", "tiles_1")));
  }

  @Test
  void measuredJvmsGetTheOptionsOfThisOne() {
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();

    assertTrue(MicroRun.flags().containsAll(List.of("--add-opens=java.base/java.nio=ALL-UNNAMED")));
    assertTrue(options.containsAll(MicroRun.flags()), MicroRun.flags().toString());
  }
}
