/**
 * Records audit events from within a service.
 *
 * <p>An {@link dev.cairn.recorder.EventSink} takes events and says when they are safe:
 *
 * <pre>{@code
 * sink.record(event).join();
 * }</pre>
 *
 * <p>What may not enter: how a service is called, and how it writes its log lines; those are the
 * packages {@code grpc} and {@code logback}.
 */
@NullMarked
package dev.cairn.recorder;

import org.jspecify.annotations.NullMarked;
