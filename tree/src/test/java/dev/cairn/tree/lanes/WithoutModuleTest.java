package dev.cairn.tree.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that was started without the incubator module hashes all the same. */
final class WithoutModuleTest {
  @TempDir Path temp;

  @Test
  void hashesWithMessageDigest() throws IOException, InterruptedException {
    assertEquals(
        "MessageDigest, no lanes, " + HexFormat.of().formatHex(Reference.leaf(new byte[3])),
        run(List.of()));
  }

  /** Without HotSpot's compiler the lanes are slow, so they are not used. */
  @Test
  void neverUsesLanesThatAreSlower() throws IOException, InterruptedException {
    List<String> options = List.of("--add-modules", "jdk.incubator.vector", "-Xint");
    assertEquals("MessageDigest", run(options).split(",", 2)[0]);
  }

  @Test
  void calibratesOnceThereIsMuchToHash() throws IOException, InterruptedException {
    assertEquals("1000000", run(List.of(), HashMuch.class));
    assertEquals("200000", run(List.of("--add-modules", "jdk.incubator.vector"), HashMuch.class));
  }

  private String run(List<String> options) throws IOException, InterruptedException {
    return run(options, HashOnce.class);
  }

  private String run(List<String> options, Class<?> program)
      throws IOException, InterruptedException {
    Path output = temp.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(process.waitFor(3, TimeUnit.MINUTES));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue());
    return Files.readString(output, StandardCharsets.UTF_8).strip();
  }
}
