/** Tests of {@link dev.cairn.recorder.delivery}. */
@org.jspecify.annotations.NullMarked
package dev.cairn.recorder.delivery;
