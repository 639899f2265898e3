package dev.cairn.cli.explorer;

import com.microsoft.playwright.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What all tests of the explorer share: a browser, and a server that is started when it is needed.
 */
final class Stage implements AutoCloseable {
  private final Chromium chromium = Chromium.launch();
  private @Nullable LiveLogs logs;
  private @Nullable Path folder;

  Browser browser() {
    return chromium.browser();
  }

  LiveLogs logs() throws Exception {
    LiveLogs running = logs;
    if (running == null) {
      Path fresh = Files.createTempDirectory("cairn-explorer-test");
      folder = fresh;
      running = new LiveLogs(fresh);
      logs = running;
    }
    return running;
  }

  @Override
  public void close() throws IOException {
    chromium.close();
    if (logs != null) {
      logs.close();
    }
    if (folder != null) {
      List<Path> files;
      try (Stream<Path> all = Files.walk(folder)) {
        files = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Gives a test class the stage, which is taken down after the last of them. */
  static final class Shared implements ParameterResolver, ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Chromium.whySkipped()
          .map(ConditionEvaluationResult::disabled)
          .orElseGet(() -> ConditionEvaluationResult.enabled("there is a browser, or must be"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Stage resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Stage.class))
          .computeIfAbsent(Stage.class, type -> new Stage(), Stage.class);
    }
  }
}
