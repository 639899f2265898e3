package dev.cairn.cli.demo;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the demo logs if it is given no file. */
final class SampleEvents {
  private static final int COUNT = 2_000;
  private static final String[] USERS = {"ana", "bo", "chen", "dina"};
  private static final String[] ACTIONS = {"viewed", "changed", "approved", "deleted"};

  private SampleEvents() {}

  static InputStream open() {
    String lines =
        IntStream.range(0, COUNT).mapToObj(SampleEvents::line).collect(Collectors.joining("\n"));
    return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
  }

  private static String line(int i) {
    return "2026-01-01T%02d:%02d:00Z %s %s order %d"
        .formatted(
            i / 60 % 24,
            i % 60,
            USERS[i % USERS.length],
            ACTIONS[i / 3 % ACTIONS.length],
            1_000 + i / 2);
  }
}
