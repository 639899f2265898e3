@NullMarked
package dev.cairn.bench.reference;

import org.jspecify.annotations.NullMarked;
