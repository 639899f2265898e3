package dev.cairn.witness.config;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads configuration files. */
final class ConfigFile {
  /** Room for 40,000 logs. */
  private static final int MAX_BYTES = 32_000_000;

  private static final TomlMapper TOML =
      TomlMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private ConfigFile() {}

  static WitnessConfig read(Path file) throws ConfigException {
    String text = text(file);
    try {
      return new ConfigCheck(file, text).check(TOML.readValue(text, RawConfig.class));
    } catch (JacksonException e) {
      throw new ConfigException(
          file, line(e, text), e.getOriginalMessage().lines().findFirst().orElse("is not TOML"));
    }
  }

  private static int line(JacksonException e, String text) {
    TokenStreamLocation location = e.getLocation();
    if (location == null || location.getLineNr() < 1) {
      return TomlPlace.of(e).line(text);
    }
    // The parser may have gone on to the start of the next line that is not empty.
    int line = location.getLineNr();
    if (location.getColumnNr() <= 1) {
      List<String> lines = text.lines().limit(line - 1L).toList();
      while (line > 1 && (line > lines.size() || isEmpty(lines.get(line - 1)))) {
        line--;
      }
    }
    return line;
  }

  private static boolean isEmpty(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#");
  }

  private static String text(Path file) throws ConfigException {
    try {
      return CanonicalText.parseUtf8("file", BoundedFile.read(file, MAX_BYTES));
    } catch (IOException e) {
      throw BoundedFile.unreadable(file, e);
    } catch (MalformedException e) {
      throw new ConfigException(file, 0, String.valueOf(e.getMessage()));
    }
  }
}
