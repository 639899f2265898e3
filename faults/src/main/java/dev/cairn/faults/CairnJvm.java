package dev.cairn.faults;

import dev.cairn.cli.console.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The JVM that runs {@code cairn} for the suite. It starts often, so what it loads and links is
 * cached in a first run, where all of its class path is jars; without the cache it is slower.
 */
public final class CairnJvm {
  private static final String MAIN = "dev.cairn.cli.Main";

  /** The JVM makes the cache when it ends; where there is none by then, it goes without. */
  private static final Duration CACHE_MADE = Duration.ofMinutes(3);

  private static final List<String> COMMAND = prepare();

  private CairnJvm() {}

  /** Its command line; arguments are to be added at the end. */
  public static List<String> command() {
    return COMMAND;
  }

  private static List<String> prepare() {
    try {
      List<String> plain = new ArrayList<>(JavaCommand.like(MAIN));
      // With an incubator's module there, much of the cache would not be used.
      plain.removeIf(option -> option.startsWith("--add-modules"));
      String classPath = productsPath();
      plain.set(plain.indexOf("-cp") + 1, classPath);
      return isAllJars(classPath) ? cached(plain) : List.copyOf(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path without the suite itself, which is folders. */
  private static String productsPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(place -> !isOfSuite(Path.of(place)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfSuite(Path place) {
    return Files.isDirectory(place.resolve("dev/cairn/faults"))
        || Files.exists(place.resolve("logback-test.xml"));
  }

  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      System.err.println(folder + " is left: " + e);
    }
  }

  private static boolean isAllJars(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .noneMatch(place -> Files.isDirectory(Path.of(place)));
  }

  /** A short life of a server fills the cache. */
  private static List<String> cached(List<String> plain) throws IOException {
    Path folder = Files.createTempDirectory("cairn-faults-");
    Path cache = folder.resolve("cairn.aot");
    Path data = folder.resolve("log");
    boolean hasEnded;
    try {
      var _ = Cli.init(data);
      List<String> training = new ArrayList<>(plain);
      training.add(plain.indexOf("-cp"), "-XX:AOTCacheOutput=" + cache);
      training.addAll(List.of("serve", "--data", data.toString(), "--grpc", "127.0.0.1:0"));
      training.addAll(List.of("--http", "none"));
      Process process =
          new ProcessBuilder(training)
              .redirectError(Redirect.to(folder.resolve("training.log").toFile()))
              .start();
      try (ServerProcess server = ServerProcess.await(process, folder.resolve("training.log"))) {
        server.signal("TERM");
        hasEnded = server.awaitEnd(CACHE_MADE).isPresent();
      }
    } catch (Exception e) {
      throw new IOException("no server starts", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    if (!hasEnded || !Files.exists(cache)) {
      return List.copyOf(plain);
    }
    List<String> command = new ArrayList<>(plain);
    command.add(plain.indexOf("-cp"), "-XX:AOTCache=" + cache);
    return List.copyOf(command);
  }
}
