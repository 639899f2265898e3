@NullMarked
package dev.cairn.server.stop;

import org.jspecify.annotations.NullMarked;
