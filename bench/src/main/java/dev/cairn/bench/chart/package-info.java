/**
 * Pictures of figures as SVG: lines over an axis, and bars up to a goal.
 *
 * <p>They are text of a few kilobytes, need no font and no display, can be read on light and on
 * dark ground, and say in words what they show.
 *
 * <pre>{@code
 * String svg = new LineChart("Appends", "…", Axis.log("entries"), Axis.linear("per s"), series).svg();
 * }</pre>
 *
 * <p>What the figures mean does not enter here.
 */
@NullMarked
package dev.cairn.bench.chart;

import org.jspecify.annotations.NullMarked;
