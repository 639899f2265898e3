@NullMarked
package dev.cairn.bench.tiles;

import org.jspecify.annotations.NullMarked;
