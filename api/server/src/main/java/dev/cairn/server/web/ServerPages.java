package dev.cairn.server.web;

import dev.cairn.server.scrub.ScrubStatus;
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
      Optional<String> held = log.log().heldBy();
      stopped |= (reason.isPresent() && !log.log().isReadOnly()) || held.isPresent();
      String state = log.log().isReadOnly() ? "read-only" : "stopped";
      reason.ifPresent(why -> tell(text, state, log, why));
      held.ifPresent(why -> tell(text, "read-only", log, why));
      log.log()
          .clockBehind()
          .ifPresent(
              behind ->
                  tell(text, "clock", log, "it is behind, and nothing is signed for " + behind));
      if (log.log().isFull()) {
        tell(text, "full", log, "no room for appends");
      }
      Optional<Damage> damage = log.tiles().damage();
      if (damage.isPresent()) {
        text.append("damaged ").append(log.log().origin()).append(": ");
        text.append(damage.get().refusals()).append(" requests refused, last ");
        text.append(line(damage.get().latest())).append('\n');
      }
      ScrubStatus scrub = log.log().scrub();
      if (!scrub.findings().isEmpty()) {
        text.append("damaged ").append(log.log().origin()).append(": ");
        text.append(scrub.openFindings()).append(" findings of the scrub, first ");
        text.append(line(scrub.findings().getFirst().message())).append('\n');
      }
    }
    return Answer.text(stopped ? 503 : 200, HEALTH, stopped ? text.toString() : "ok\n" + text);
  }

  private static void tell(StringBuilder text, String what, ServedLog log, String why) {
    text.append(what).append(' ').append(log.log().origin()).append(": ");
    text.append(line(why)).append('\n');
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private record LogList(List<LogEntry> logs) {}

  private record LogEntry(String origin, String path, String vkey) {}
}
