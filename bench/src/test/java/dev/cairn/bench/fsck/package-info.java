@NullMarked
package dev.cairn.bench.fsck;

import org.jspecify.annotations.NullMarked;
