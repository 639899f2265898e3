@NullMarked
package dev.cairn.bench.load;

import org.jspecify.annotations.NullMarked;
