@NullMarked
package dev.cairn.recorder.outbox;

import org.jspecify.annotations.NullMarked;
