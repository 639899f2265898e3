package dev.cairn.bench.chart;

import com.google.common.html.HtmlEscapers;
import java.util.Locale;

/** Writes one picture. Positions are in pixels from the upper left corner. */
final class Svg {
  /** Colours of series in their order; further ones begin again. */
  static final int SERIES = 5;

  private static final String STYLE =
      """
      text{font:13px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;fill:#424a53}
      .title{font-size:16px;font-weight:600}
      .grid{stroke:#d0d7de;stroke-width:1}
      .axis{stroke:#6e7781;stroke-width:1}
      .line{fill:none;stroke-width:2.5;stroke-linejoin:round}
      .s0{stroke:#0969da;fill:#0969da}.s1{stroke:#bc4c00;fill:#bc4c00}.s2{stroke:#1a7f37;fill:#1a7f37}
      .s3{stroke:#8250df;fill:#8250df}.s4{stroke:#9a6700;fill:#9a6700}
      .met{fill:#2da44e}.missed{fill:#cf222e}.goal{stroke:#424a53;stroke-width:2;stroke-dasharray:5 4}
      @media(prefers-color-scheme:dark){
      text{fill:#c9d1d9}.grid{stroke:#30363d}.axis{stroke:#8b949e}.goal{stroke:#c9d1d9}
      .s0{stroke:#58a6ff;fill:#58a6ff}.s1{stroke:#f0883e;fill:#f0883e}.s2{stroke:#3fb950;fill:#3fb950}
      .s3{stroke:#bc8cff;fill:#bc8cff}.s4{stroke:#d29922;fill:#d29922}
      .met{fill:#3fb950}.missed{fill:#f85149}}
      """;

  private final StringBuilder out = new StringBuilder();

  /**
   * Begins a picture.
   *
   * @param description what it shows, for those who do not see it
   */
  Svg(int width, int height, String title, String description) {
    add(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                + " role=\"img\" aria-labelledby=\"t d\">")
            .formatted(width, height, width, height));
    add("<title id=\"t\">%s</title>".formatted(escape(title)));
    add("<desc id=\"d\">%s</desc>".formatted(escape(description)));
    add("<style>%s</style>".formatted(STYLE.strip()));
  }

  private void add(String element) {
    out.append(element).append('\n');
  }

  private static String escape(String text) {
    return HtmlEscapers.htmlEscaper().escape(text);
  }

  private static String at(double position) {
    return String.format(Locale.ROOT, "%.1f", position);
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    add(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>"
            .formatted(at(x1), at(y1), at(x2), at(y2), style));
    return this;
  }

  /**
   * Writes text.
   *
   * @param anchor which part of it is at {@code x}: start, middle or end
   */
  Svg text(double x, double y, String anchor, String style, String text) {
    add(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" class=\"%s\">%s</text>"
            .formatted(at(x), at(y), anchor, style, escape(text)));
    return this;
  }

  Svg bar(double x, double y, double width, double height, String style) {
    add(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\" class=\"%s\"/>"
            .formatted(at(x), at(y), at(Math.max(1, width)), at(height), style));
    return this;
  }

  Svg dot(double x, double y, String style) {
    add("<circle cx=\"%s\" cy=\"%s\" r=\"3.5\" class=\"%s\"/>".formatted(at(x), at(y), style));
    return this;
  }

  /** Joins points, each an {@code x} followed by a {@code y}. */
  Svg path(double[] points, String style) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      joined.append(i == 0 ? "" : " ").append(at(points[i])).append(',').append(at(points[i + 1]));
    }
    add("<polyline points=\"%s\" class=\"line %s\" style=\"fill:none\"/>".formatted(joined, style));
    return this;
  }

  /** The whole picture. */
  String end() {
    return out + "</svg>\n";
  }
}
