import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats the project's Java sources in place ({@code write}), or exits 1 and names those that are
 * not formatted ({@code check}). The build runs it on its own JDK 25, because google-java-format
 * parses with the compiler of the JDK that it runs on, and Maven may be running on an older one.
 */
class Format {
  public static void main(String[] args) throws Exception {
    boolean check = List.of(args).contains("check");
    int unformatted = 0;
    for (Path file : sources()) {
      String source = Files.readString(file);
      if (formatted(source).equals(source)) {
        continue;
      }
      unformatted++;
      System.err.println((check ? "not formatted: " : "formatted: ") + file);
      if (!check) {
        Files.writeString(file, formatted(source));
      }
    }
    if (check && unformatted > 0) {
      System.err.println("run: mvn -N -q process-sources -Dformat=write");
      System.exit(1);
    }
  }

  private static List<Path> sources() throws Exception {
    try (Stream<Path> walk = Files.walk(Path.of("."))) {
      return walk.filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }

  private static String formatted(String source) throws Exception {
    String imports =
        ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(source), Style.GOOGLE);
    return new Formatter().formatSource(imports);
  }
}
