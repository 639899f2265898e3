package dev.cairn.server.stop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class StopCauseTest {

  static Stream<Throwable> failuresOfTheStorage() {
    IOException io = new IOException("published: Input/output error");
    return Stream.of(
        io,
        new UncheckedIOException("published: Input/output error", io),
        new StoreException(StoreException.Kind.IO, "published: Input/output error"),
        new InternalError("published: Input/output error"));
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheStorage")
  void aProcessLeavesWhenItsStorageFails(Throwable failure) {
    StopCause cause = StopCause.of("a head was not remembered", failure);
    assertEquals("a head was not remembered: published: Input/output error", cause.reason());
    assertTrue(cause.mustLeave());
  }

  @ParameterizedTest
  @EnumSource(
      value = StoreException.Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"IO"})
  void whatIsPublishedIsServedOnAfterAllElse(StoreException.Kind kind) {
    assertTrue(!StopCause.of("a commit failed", new StoreException(kind, "why")).mustLeave());
  }

  @Test
  void whatCannotBeIsABug() {
    StopCause cause = StopCause.of("the sequencer failed", new IllegalStateException("odd"));
    assertEquals(StopCause.Kind.BUG, cause.kind());
    assertTrue(cause.reason().contains("a bug"), cause.reason());
    assertTrue(!cause.mustLeave());
  }

  @Test
  void anotherHistoryIsReadOn() {
    assertTrue(!StopCause.otherHistory("witness w.example").mustLeave());
  }
}
