/**
 * What all benchmarks of one run found, as a page: a table with goals, and pictures.
 *
 * <p>Everything is made from the objects that {@code cairn bench all --json} printed, so that a
 * page can be made again from a file of them. A <em>goal</em> is data: which figure is judged, and
 * by which bound.
 *
 * <pre>{@code
 * cairn bench all --json > results.json
 * cairn bench report --from results.json --docs docs
 * }</pre>
 *
 * <p>Nothing is measured here.
 */
@NullMarked
package dev.cairn.bench.report;

import org.jspecify.annotations.NullMarked;
