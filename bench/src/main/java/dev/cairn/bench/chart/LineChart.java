package dev.cairn.bench.chart;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Lines over an axis.
 *
 * @param description what it shows, for those who do not see it
 * @param series at least one, each of at least one point
 */
public record LineChart(String title, String description, Axis x, Axis y, List<Series> series) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = WIDTH - 24;
  private static final int TOP = 80;
  private static final int BOTTOM = HEIGHT - 52;
  private static final int LETTER = 7;
  private static final int SAMPLE = 22;

  /** A line. */
  public record Series(String name, List<Point> points) {}

  /** A point of it. */
  public record Point(double x, double y) {}

  /** The picture. */
  public String svg() {
    Svg svg = new Svg(WIDTH, HEIGHT, title, description);
    Axis.Shown across = x.around(values(Point::x));
    Axis.Shown up = y.around(values(Point::y));
    svg.text(LEFT, 26, "start", "title", title);
    grid(svg, across, up);
    double legend = LEFT;
    for (int i = 0; i < series.size(); i++) {
      String style = "s" + i % Svg.SERIES;
      draw(svg, series.get(i), across, up, style);
      svg.line(legend, 50, legend + SAMPLE, 50, "line " + style);
      svg.text(legend + SAMPLE + 6, 54, "start", "", series.get(i).name());
      legend += SAMPLE + 26 + LETTER * series.get(i).name().length();
    }
    return svg.end();
  }

  private double[] values(ToDoubleFunction<Point> part) {
    return series.stream().flatMap(line -> line.points().stream()).mapToDouble(part).toArray();
  }

  private static double across(Axis.Shown shown, double value) {
    return LEFT + shown.place(value) * (RIGHT - LEFT);
  }

  private static double up(Axis.Shown shown, double value) {
    return BOTTOM - shown.place(value) * (BOTTOM - TOP);
  }

  private void grid(Svg svg, Axis.Shown across, Axis.Shown up) {
    for (double tick : up.ticks()) {
      double at = up(up, tick);
      svg.line(LEFT, at, RIGHT, at, "grid");
      svg.text(LEFT - 8, at + 4, "end", "", Axis.brief(tick));
    }
    for (double tick : across.ticks()) {
      double at = across(across, tick);
      svg.line(at, BOTTOM, at, BOTTOM + 5, "axis");
      svg.text(at, BOTTOM + 20, "middle", "", Axis.brief(tick));
    }
    svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
    svg.text(LEFT - 8, TOP - 10, "end", "", y.label());
    svg.text(RIGHT, HEIGHT - 10, "end", "", x.label());
  }

  private static void draw(Svg svg, Series line, Axis.Shown x, Axis.Shown y, String style) {
    double[] points = new double[2 * line.points().size()];
    for (int i = 0; i < line.points().size(); i++) {
      points[2 * i] = across(x, line.points().get(i).x());
      points[2 * i + 1] = up(y, line.points().get(i).y());
      svg.dot(points[2 * i], points[2 * i + 1], style);
    }
    svg.path(points, style);
  }
}
