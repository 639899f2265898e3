@NullMarked
package dev.cairn.bench.chart;

import org.jspecify.annotations.NullMarked;
