@NullMarked
package dev.cairn.backup.write;

import org.jspecify.annotations.NullMarked;
