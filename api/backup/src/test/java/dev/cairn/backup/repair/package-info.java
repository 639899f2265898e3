@NullMarked
package dev.cairn.backup.repair;

import org.jspecify.annotations.NullMarked;
