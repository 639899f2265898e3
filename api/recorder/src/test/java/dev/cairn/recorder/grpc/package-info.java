@NullMarked
package dev.cairn.recorder.grpc;

import org.jspecify.annotations.NullMarked;
