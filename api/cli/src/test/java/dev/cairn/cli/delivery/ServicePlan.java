package dev.cairn.cli.delivery;

import dev.cairn.recorder.Pressure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one life of a service does, as arguments of its command line.
 *
 * @param values by name
 */
record ServicePlan(Map<String, String> values) {
  ServicePlan {
    values = Map.copyOf(values);
  }

  /**
   * Four threads with more events than they can record before they are killed.
   *
   * @param folder where its outbox, its memory, its clock's offset and its journal are
   * @param log where the log is, as HOST:PORT
   * @param vkey the log's key
   * @param seed decides the events
   */
  static ServicePlan of(Path folder, String log, String vkey, long seed) {
    return new ServicePlan(Map.of("folder", folder.toString(), "log", log, "vkey", vkey))
        .with("life", 0)
        .with("seed", seed)
        .withEvents(4, 50_000)
        .with("reuses", 0)
        .with("pressure", Pressure.SPOOL)
        .with("patience", Duration.ofSeconds(100))
        .with("outbox-bytes", 64L << 20)
        .with("deadline", Duration.ofSeconds(2))
        .with("backlog", 1_000)
        .with("fingerprint", Fingerprint.WHOLE);
  }

  static ServicePlan parse(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int equal = argument.indexOf('=');
      values.put(argument.substring(0, equal), argument.substring(equal + 1));
    }
    return new ServicePlan(values);
  }

  List<String> toArguments() {
    return values.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
  }

  private ServicePlan with(String name, Object value) {
    Map<String, String> changed = new HashMap<>(values);
    changed.put(name, value.toString());
    return new ServicePlan(changed);
  }

  private String value(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** The same in another life; no two lives of a folder have the same number. */
  ServicePlan withLife(int life) {
    return with("life", life);
  }

  /**
   * The same with so many threads that record so many events each; 0: what is left is delivered.
   */
  ServicePlan withEvents(int threads, int events) {
    return with("threads", threads).with("events", events);
  }

  /** The same, using one ID again for another event every so many events. */
  ServicePlan withReuses(int every) {
    return with("reuses", every);
  }

  /** The same with another outbox. */
  ServicePlan withOutbox(Pressure pressure, long bytes) {
    return with("pressure", pressure).with("outbox-bytes", bytes);
  }

  /** The same with a service that goes on while so many events wait. */
  ServicePlan withBacklog(int events) {
    return with("backlog", events);
  }

  /** The same with another bound on the silence of the log. */
  ServicePlan withDeadline(Duration deadline) {
    return with("deadline", deadline);
  }

  /** The same with the log at another address. */
  ServicePlan through(String address) {
    return with("log", address);
  }

  /** The same with events whose times the client sets. */
  ServicePlan withoutTimes() {
    return with("fingerprint", Fingerprint.WITHOUT_TIME);
  }

  Path folder() {
    return Path.of(value("folder"));
  }

  Path outbox() {
    return folder().resolve("outbox");
  }

  Path journal() {
    return folder().resolve("journal");
  }

  Path clock() {
    return folder().resolve("clock");
  }

  String log() {
    return value("log");
  }

  String vkey() {
    return value("vkey");
  }

  int life() {
    return Integer.parseInt(value("life"));
  }

  long seed() {
    return Long.parseLong(value("seed"));
  }

  int threads() {
    return Integer.parseInt(value("threads"));
  }

  int events() {
    return Integer.parseInt(value("events"));
  }

  int reuses() {
    return Integer.parseInt(value("reuses"));
  }

  int backlog() {
    return Integer.parseInt(value("backlog"));
  }

  Pressure pressure() {
    return Pressure.valueOf(value("pressure"));
  }

  Duration patience() {
    return Duration.parse(value("patience"));
  }

  long outboxBytes() {
    return Long.parseLong(value("outbox-bytes"));
  }

  Duration deadline() {
    return Duration.parse(value("deadline"));
  }

  Fingerprint fingerprint() {
    return Fingerprint.valueOf(value("fingerprint"));
  }
}
