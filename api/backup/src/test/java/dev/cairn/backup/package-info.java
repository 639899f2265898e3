@NullMarked
package dev.cairn.backup;

import org.jspecify.annotations.NullMarked;
