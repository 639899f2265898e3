@NullMarked
package dev.cairn.bench.process;

import org.jspecify.annotations.NullMarked;
