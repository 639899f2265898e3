package dev.cairn.witness.config;

import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.loglist.ListedLog;
import dev.cairn.witness.loglist.LogList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration file and its log lists, all of them good.
 *
 * @param config the file
 * @param lists the lists by their files, in the file's order
 */
public record Configuration(WitnessConfig config, Map<Path, LogList> lists) {
  /** What holds without a file. */
  public static final Configuration NONE = new Configuration(WitnessConfig.DEFAULT, Map.of());

  /** Keeps its own copy of the map, in its order. */
  public Configuration {
    lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
  }

  /** The keys of all logs to be witnessed, one for each origin; the file's before the lists'. */
  public Collection<VerifierKey> keys() {
    Map<String, VerifierKey> keys = new LinkedHashMap<>();
    config.logs().forEach(log -> keys.put(log.key().name(), log.key()));
    for (LogList list : lists.values()) {
      list.logs().forEach(log -> keys.putIfAbsent(log.key().name(), log.key()));
    }
    return keys.values();
  }

  /** What an operator should know of the lists: logs that are left out. One line each. */
  public List<String> warnings() {
    Map<String, VerifierKey> keys = new LinkedHashMap<>();
    keys().forEach(key -> keys.put(key.name(), key));
    List<String> warnings = new ArrayList<>();
    lists.forEach(
        (file, list) -> {
          list.refused()
              .forEach(
                  entry ->
                      warnings.add(
                          "%s, line %d: %s".formatted(file, entry.line(), entry.message())));
          for (ListedLog log : list.logs()) {
            if (!log.key().equals(keys.get(log.key().name()))) {
              warnings.add(
                  file
                      + ": log "
                      + log.key().name()
                      + " has another key than the one configured before, which stays");
            }
          }
        });
    return List.copyOf(warnings);
  }
}
