@NullMarked
package dev.cairn.bench.witness;

import org.jspecify.annotations.NullMarked;
