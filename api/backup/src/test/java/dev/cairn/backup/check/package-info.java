@NullMarked
package dev.cairn.backup.check;

import org.jspecify.annotations.NullMarked;
