@NullMarked
package dev.cairn.recorder.logback;

import org.jspecify.annotations.NullMarked;
