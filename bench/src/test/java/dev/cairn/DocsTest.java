package dev.cairn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.cairn.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documentation names exists: commands, options, classes, files. */
final class DocsTest {
  private static final Path ROOT = root();

  /** A command in a code block or in backticks: cairn, words, options. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:^\\s*(?:\\$ )?|`)(?:\\./)?cairn ([a-z][^`#|<>\\n]*)", Pattern.MULTILINE);

  private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)[^)]*\\)");

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = folder.resolve("..").normalize();
    }
    return folder;
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  @Test
  void everyCommandAndOptionExists() throws IOException {
    List<String> unknown = new ArrayList<>();
    int checked = 0;
    for (Path document : documents()) {
      Matcher commands = COMMAND.matcher(Files.readString(document));
      while (commands.find()) {
        check(document, commands.group(1).strip(), unknown);
        checked++;
      }
    }
    assertEquals(List.of(), unknown);
    assertTrue(checked > 10, "the documents name commands: " + checked);
  }

  private static void check(Path document, String line, List<String> unknown) {
    CommandLine command = Main.commandLine();
    for (String word : Splitter.on(CharMatcher.whitespace()).omitEmptyStrings().split(line)) {
      CommandLine subcommand = command.getSubcommands().get(word);
      if (subcommand != null) {
        command = subcommand;
      } else if (word.startsWith("--")) {
        String option = word.replaceAll("[=.,;:)\\]].*$", "");
        if (command.getCommandSpec().findOption(option) == null) {
          unknown.add(document.getFileName() + ": " + option + " of cairn " + line);
        }
      }
    }
    if (command.getParent() == null) {
      unknown.add(document.getFileName() + ": cairn " + line);
    }
  }

  /** Whoever is woken by a reason finds it. */
  @Test
  void everyReasonOfARefusalIsInTheRunbook() throws IOException {
    String runbook = Files.readString(ROOT.resolve("docs/OPERATIONS.md"));
    Matcher reasons =
        Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"")
            .matcher(
                Files.readString(
                    ROOT.resolve("api/server/src/main/java/dev/cairn/server/grpc/Statuses.java")));
    Set<String> known = new TreeSet<>();
    while (reasons.find()) {
      known.add(reasons.group(1));
    }
    assertTrue(known.size() > 20, "reasons: " + known);
    known.removeIf(runbook::contains);
    assertEquals(Set.of(), known);
  }

  @Test
  void everyClassExists() throws IOException {
    Set<String> known = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().matches(".*/src/.*\\.(java|proto)"))
          .forEach(file -> known.addAll(names(file)));
    }
    List<String> unknown = new ArrayList<>();
    for (Path document : documents()) {
      Matcher classes = CLASS.matcher(Files.readString(document));
      while (classes.find()) {
        if (!known.contains(classes.group(1))) {
          unknown.add(document.getFileName() + ": " + classes.group(1));
        }
      }
    }
    assertEquals(List.of(), unknown);
  }

  /** The names that a source file declares or imports, and its own. */
  private static Set<String> names(Path file) {
    Set<String> names = new TreeSet<>();
    names.add(file.getFileName().toString().replaceAll("\\..*", ""));
    Matcher declared =
        Pattern.compile(
                "(?:\\b(?:class|record|interface|enum|rpc|message|service) |^import [\\w.]+\\.)([A-Z]\\w*)",
                Pattern.MULTILINE)
            .matcher(read(file));
    while (declared.find()) {
      names.add(declared.group(1));
    }
    return names;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyLinkedFileExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path document : documents()) {
      Matcher links = LINK.matcher(Files.readString(document));
      while (links.find()) {
        if (!Files.exists(document.resolveSibling(links.group(1)))) {
          missing.add(document.getFileName() + ": " + links.group(1));
        }
      }
    }
    assertEquals(List.of(), missing);
  }
}
