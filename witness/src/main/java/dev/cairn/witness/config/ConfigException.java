package dev.cairn.witness.config;

import java.io.Serial;
import java.nio.file.Path;

/** A configuration file or a log list that cannot be used. The message names file and line. */
public final class ConfigException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final int line;

  /**
   * @param line from 1; 0 if the file as a whole is meant
   * @param what one line for a person
   */
  ConfigException(Path file, int line, String what) {
    super(line > 0 ? "%s, line %d: %s".formatted(file, line, what) : file + ": " + what);
    this.file = file;
    this.line = line;
  }

  /** The file that is wrong. */
  public Path file() {
    return file;
  }

  /** The line that is wrong, from 1; 0 if it is the file as a whole. */
  public int line() {
    return line;
  }
}
