package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
  @TempDir Path temp;

  @Test
  void everyLineOfAFileIsLoggedProvedAndVerified() throws IOException {
    Path input = temp.resolve("input");
    Files.writeString(
        input,
        IntStream.range(0, 1_200).mapToObj(i -> "event " + i).collect(Collectors.joining("\n")));
    Cli demo = Cli.run("demo", "--input", input.toString(), "--exit");
    assertEquals(0, demo.exitCode(), demo.err());
    assertTrue(demo.out().contains("Appended 1,200 lines"), demo.out());
    assertTrue(demo.out().contains("verified all 1,200 entries"), demo.out());
    assertTrue(demo.out().contains("all refused"), demo.out());
    assertTrue(demo.out().contains("witnessed by ash and cedar"), demo.out());
    assertTrue(demo.out().contains("8. Recorded 300 audit events"), demo.out());
    assertTrue(demo.out().contains("is sealed by demo-shop as its event"), demo.out());
  }

  @Test
  void anInputWithoutLinesIsWrongUsage() throws IOException {
    Path empty = Files.createFile(temp.resolve("empty"));
    assertEquals(2, Cli.run("demo", "--input", empty.toString(), "--exit").exitCode());
    assertEquals(
        2, Cli.run("demo", "--input", temp.resolve("missing").toString(), "--exit").exitCode());
  }
}
