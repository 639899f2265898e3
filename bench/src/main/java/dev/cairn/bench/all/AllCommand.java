package dev.cairn.bench.all;

import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.report.Machine;
import dev.cairn.bench.report.Page;
import dev.cairn.bench.report.Results;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code cairn bench all}: measures everything. */
@Command(
    name = "all",
    header = "Run all benchmarks, and write the page of figures.",
    description = {
      "Runs each benchmark in a process of its own, in about a quarter of an hour on two cores,",
      "and prints what it finds as it goes: first the machine, then an object for each figure.",
      "The open loops run at half of the saturation that was found before. A part that fails",
      "is told, and the others go on; then the exit code is 1.",
      "",
      "With --docs, the table in DIR/BENCHMARKS.md and the pictures in DIR/benchmarks are",
      "written anew. The same can be done later from saved objects: see cairn bench report."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench all --json > results.json",
      "  cairn bench all --docs docs --dir /data",
      "  cairn bench all --quick                        only whether all of it works",
      "  cairn bench all --part scale --part fsck       those whose names begin so"
    })
public final class AllCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  @Option(
      names = "--docs",
      paramLabel = "DIR",
      description = "The folder of the documents whose figures are written. Default: none.")
  private @Nullable Path docs;

  @Option(
      names = "--quick",
      description = "Short and small, to see that all works; the figures mean nothing.")
  private boolean quick;

  @Option(
      names = "--part",
      paramLabel = "NAME",
      description = "Only parts whose name begins so; may be repeated. Default: all.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where temporary folders go. Default: ${sys:java.io.tmpdir}.")
  private @Nullable Path dir;

  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec command;

  private final Results results = new Results();

  @Override
  public Integer call() throws InterruptedException {
    List<Part> parts = parts();
    try {
      if (docs != null) {
        new Page(docs).check();
      }
      Path folder = dir == null ? Path.of(System.getProperty("java.io.tmpdir")) : dir;
      take(JSON.writeValueAsString(machine(folder)));
      int failed = run(parts, new PartProcess(folder));
      if (docs != null) {
        new Page(docs).write(results);
      }
      return failed == 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
    } catch (IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private Map<String, Object> machine(Path folder) throws IOException {
    Map<String, Object> machine = Machine.of(folder);
    if (quick) {
      machine.put("run", "quick: the figures mean nothing");
    }
    return machine;
  }

  private List<Part> parts() {
    List<Part> all = quick ? Part.quick() : Part.full();
    List<Part> chosen =
        all.stream()
            .filter(part -> only.isEmpty() || only.stream().anyMatch(part.name()::startsWith))
            .toList();
    if (chosen.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "no part is called so; there are "
              + all.stream().map(Part::name).collect(Collectors.joining(", ")));
    }
    return chosen;
  }

  private int run(List<Part> parts, PartProcess processes)
      throws IOException, InterruptedException {
    int failed = 0;
    try (Progress progress = Progress.of("all", parts.size())) {
      for (Part part : parts) {
        progress.step(part.name(), 0);
        Optional<List<String>> arguments = part.arguments(results);
        String reason =
            arguments.isPresent()
                ? processes.run(arguments.get(), this::take)
                : "its rate is half of what \"%s\" finds, which found nothing"
                    .formatted(part.saturation());
        if (!reason.isEmpty()) {
          failed++;
          fail(part, reason);
        }
        progress.step(part.name(), 1);
      }
    }
    return failed;
  }

  private void fail(Part part, String reason) {
    command.commandLine().getErr().println("cairn: %s failed: %s".formatted(part.name(), reason));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("bench", "failed");
    object.put("part", part.name());
    object.put("reason", reason);
    take(JSON.writeValueAsString(object));
  }

  /** Takes a line that a part printed; what is no object of a benchmark is not for anyone. */
  private void take(String line) {
    if (results.add(line)) {
      JsonNode object = JSON.readTree(line);
      output.print(text(object), JSON.convertValue(object, OBJECT));
    }
  }

  private static String text(JsonNode object) {
    return object.path("bench").asString()
        + object.properties().stream()
            .filter(field -> !field.getKey().equals("bench"))
            .map(field -> "%n  %-28s %s".formatted(field.getKey(), plain(field.getValue())))
            .collect(Collectors.joining());
  }

  private static String plain(JsonNode value) {
    return value.isString() ? value.asString() : value.toString().replaceAll("[{}\"]", "");
  }
}
