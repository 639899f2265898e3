package dev.cairn.server.scrub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the state of a scrub is kept through restarts. It is worth no sync, which would hold up
 * those of the log: if it is lost, a pass begins anew. It cannot fail.
 */
final class ScrubFile {
  private static final Logger LOG = LoggerFactory.getLogger(ScrubFile.class);
  private static final long MAX_BYTES = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private boolean failed;

  ScrubFile(Path file) {
    this.file = file;
  }

  /** What was kept last; empty if it is not to be had. */
  Optional<ScrubState> read() {
    try {
      if (!Files.exists(file) || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      return Optional.of(JSON.readValue(Files.readAllBytes(file), ScrubState.class));
    } catch (IOException | JacksonException e) {
      LOG.warn("{} cannot be read; the scrub begins anew: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /** Keeps a state in place of the one before, if that is possible now. */
  void write(ScrubState state) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.write(next, JSON.writeValueAsBytes(state));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        LOG.warn("{} cannot be written; after a restart the scrub begins anew", file, e);
        failed = true;
      }
    }
  }
}
