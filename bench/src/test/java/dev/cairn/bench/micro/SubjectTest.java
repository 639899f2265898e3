package dev.cairn.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
}
