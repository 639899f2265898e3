package dev.cairn.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The page of figures within the documents. */
public final class Page {
  private static final String FILE = "BENCHMARKS.md";
  private static final String PLOTS = "benchmarks";
  private static final String BEGIN = "<!-- figures: begin, written by cairn bench -->";
  private static final String END = "<!-- figures: end -->";

  private final Path docs;

  /**
   * @param docs the folder of the documents
   */
  public Page(Path docs) {
    this.docs = docs;
  }

  /**
   * Whether there is a page with a place for figures; else why not.
   *
   * @throws IOException with the reason
   */
  public void check() throws IOException {
    var _ = withTable("");
  }

  /**
   * Writes the table and the pictures.
   *
   * @throws IOException if it cannot
   */
  public void write(Results results) throws IOException {
    Map<String, String> plots = new Plots(results).svg();
    String page = withTable(new Table(results).markdown() + links(plots.keySet()));
    Path folder = docs.resolve(PLOTS);
    Files.createDirectories(folder);
    for (Map.Entry<String, String> plot : plots.entrySet()) {
      Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
    }
    Files.writeString(docs.resolve(FILE), page);
  }

  private static String links(Set<String> plots) {
    return plots.stream()
        .map(
            name ->
                "%n![%s](%s/%s)%n"
                    .formatted(name.replace(".svg", "").replace('-', ' '), PLOTS, name))
        .collect(Collectors.joining());
  }

  private String withTable(String table) throws IOException {
    Path file = docs.resolve(FILE);
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "%s has no place for figures, between the lines %s and %s".formatted(file, BEGIN, END));
    }
    return page.substring(0, begin + BEGIN.length()) + "\n\n" + table + "\n" + page.substring(end);
  }
}
