@NullMarked
package dev.cairn.bench.scale;

import org.jspecify.annotations.NullMarked;
