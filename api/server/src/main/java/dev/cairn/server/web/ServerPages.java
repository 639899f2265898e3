package dev.cairn.server.web;

import dev.cairn.server.tiles.Damage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import tools.jackson.databind.json.JsonMapper;

/** What is told of the server: its logs, its health, and what the API is. */
final class ServerPages {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpFields HEADERS =
      Answer.openHeaders("application/json", "no-cache").asImmutable();
  private static final HttpFields HEALTH =
      Answer.headers("text/plain; charset=utf-8", "no-store").asImmutable();

  private final List<ServedLog> logs;
  private final Answer list;
  private final Answer openApi;

  ServerPages(List<ServedLog> logs, LogPaths paths) {
    this.logs = logs;
    this.list =
        json(
            JSON.writeValueAsBytes(
                new LogList(
                    logs.stream()
                        .map(ServedLog::log)
                        .map(
                            log ->
                                new LogEntry(
                                    log.origin(),
                                    paths.path(log.origin()),
                                    log.verifierKey().toString()))
                        .toList())));
    this.openApi = json(resource("openapi.json"));
  }

  private static byte[] resource(String name) {
    try (InputStream in = ServerPages.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer json(byte[] text) {
    ByteBuffer body = ByteBuffer.wrap(text);
    return Answer.tagged(HEADERS, Tags.of(body), body);
  }

  Answer logs() {
    return list;
  }

  Answer openApi() {
    return openApi;
  }

  /** 503 if a log accepts nothing more; what is damaged is told, and the rest is served on. */
  Answer health() {
    StringBuilder text = new StringBuilder();
    boolean stopped = false;
    for (ServedLog log : logs) {
      Optional<String> reason = log.log().stoppedBy();
      if (reason.isPresent()) {
        stopped |= !log.log().isReadOnly();
        text.append(log.log().isReadOnly() ? "read-only " : "stopped ")
            .append(log.log().origin())
            .append(": ");
        text.append(line(reason.get())).append('\n');
      }
      if (log.log().isFull()) {
        text.append("full ").append(log.log().origin()).append(": no room for appends\n");
      }
      Optional<Damage> damage = log.tiles().damage();
      if (damage.isPresent()) {
        text.append("damaged ").append(log.log().origin()).append(": ");
        text.append(damage.get().refusals()).append(" requests refused, last ");
        text.append(line(damage.get().latest())).append('\n');
      }
    }
    return Answer.text(stopped ? 503 : 200, HEALTH, stopped ? text.toString() : "ok\n" + text);
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private record LogList(List<LogEntry> logs) {}

  private record LogEntry(String origin, String path, String vkey) {}
}
