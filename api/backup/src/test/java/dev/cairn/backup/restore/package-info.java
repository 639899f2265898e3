@NullMarked
package dev.cairn.backup.restore;

import org.jspecify.annotations.NullMarked;
