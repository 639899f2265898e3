@NullMarked
package dev.cairn.bench.append;

import org.jspecify.annotations.NullMarked;
