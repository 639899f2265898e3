@NullMarked
package dev.cairn.bench.all;

import org.jspecify.annotations.NullMarked;
