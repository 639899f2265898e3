package dev.cairn.cli.log;

import dev.cairn.client.LoggedEntry;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** An entry as JSON. */
final class EntryJson {
  private EntryJson() {}

  static Map<String, Object> of(LoggedEntry entry) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("index", entry.index());
    object.put("leaf_hash", entry.leafHash().toHex());
    object.put("data", Base64.getEncoder().encodeToString(entry.data()));
    return object;
  }
}
