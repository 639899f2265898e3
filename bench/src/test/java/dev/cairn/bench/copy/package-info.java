@NullMarked
package dev.cairn.bench.copy;

import org.jspecify.annotations.NullMarked;
