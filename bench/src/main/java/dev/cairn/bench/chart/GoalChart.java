package dev.cairn.bench.chart;

import java.util.List;

/**
 * How far each goal is reached: bars on an axis of ratios, where 1 is the goal.
 *
 * @param description what it shows, for those who do not see it
 * @param bars at least one
 */
public record GoalChart(String title, String description, List<Bar> bars) {
  private static final int WIDTH = 860;
  private static final int LEFT = 390;
  private static final int RIGHT = WIDTH - 140;
  private static final int TOP = 64;
  private static final int ROW = 26;
  private static final int THICK = 16;
  private static final double LEAST = 0.1;
  private static final double MOST = 10;
  private static final double[] TICKS = {0.1, 0.2, 0.5, 1, 2, 5, 10};

  /**
   * One goal.
   *
   * @param reached as a part of the goal: 1 or more is met
   * @param figure what was measured, in a few characters
   */
  public record Bar(String name, double reached, String figure) {}

  /** The picture. */
  public String svg() {
    int bottom = TOP + ROW * bars.size();
    Svg svg = new Svg(WIDTH, bottom + 40, title, description);
    svg.text(16, 26, "start", "title", title);
    for (double tick : TICKS) {
      svg.line(across(tick), TOP - 8, across(tick), bottom, "grid");
      svg.text(across(tick), bottom + 20, "middle", "", Axis.brief(tick));
    }
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = TOP + i * ROW;
      double end = across(Math.clamp(bar.reached(), LEAST, MOST));
      svg.text(LEFT - 10, y + 13, "end", "", bar.name());
      svg.bar(LEFT, y, end - LEFT, THICK, bar.reached() >= 1 ? "met" : "missed");
      svg.text(WIDTH - 12, y + 13, "end", "", bar.figure());
    }
    svg.line(across(1), TOP - 14, across(1), bottom, "goal");
    svg.text(across(1), TOP - 20, "middle", "", "goal");
    return svg.end();
  }

  private static double across(double value) {
    return LEFT + Math.log(value / LEAST) / Math.log(MOST / LEAST) * (RIGHT - LEFT);
  }
}
