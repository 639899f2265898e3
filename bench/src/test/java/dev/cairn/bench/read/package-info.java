@NullMarked
package dev.cairn.bench.read;

import org.jspecify.annotations.NullMarked;
