@NullMarked
package dev.cairn.bench.figures;

import org.jspecify.annotations.NullMarked;
