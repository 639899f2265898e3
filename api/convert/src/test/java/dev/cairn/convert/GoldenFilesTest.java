package dev.cairn.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever reads an export must not find it changed by a new version. */
class GoldenFilesTest {
  @ParameterizedTest
  @EnumSource
  void anExportStaysAsItWas(EventFormat format) throws IOException {
    String written = Exports.write(format, Exports.exported(24));
    Path kept = Files.createDirectories(Path.of("target/golden")).resolve(format.formatName());
    Files.writeString(kept, written);
    try (InputStream golden = getClass().getResourceAsStream("golden/" + format.formatName())) {
      String expected =
          golden == null ? "" : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(expected, written, "what was written is in " + kept);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsFlushedCanBeRead(EventFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (EventWriter writer = format.writer(out)) {
      writer.write(Exports.exported(1).getFirst());
      writer.flush();
      assertEquals(
          Exports.write(format, Exports.exported(1)), out.toString(StandardCharsets.UTF_8));
    }
  }
}
