package dev.cairn.witness.config;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/**
 * A value's place in a TOML file. Once parsed, values no longer know their lines; this finds them
 * again, for messages only.
 *
 * @param table the table's name; empty for the top of the file
 * @param index which of the tables of that name, from 0
 * @param key the value's name; empty for the table itself
 */
record TomlPlace(String table, int index, String key) {
  private static final Pattern HEADER = Pattern.compile("\\s*\\[\\[?\\s*([^\\]\\s]*)\\s*\\]\\]?.*");

  static TomlPlace top(String key) {
    return new TomlPlace("", 0, key);
  }

  static TomlPlace of(JacksonException e) {
    List<JacksonException.Reference> path = e.getPath();
    if (path.isEmpty()) {
      return top("");
    }
    String first = String.valueOf(path.getFirst().getPropertyName());
    if (path.size() == 1) {
      return top(first);
    }
    boolean many = path.size() > 2;
    String last = path.getLast().getPropertyName();
    return new TomlPlace(first, many ? path.get(1).getIndex() : 0, last == null ? "" : last);
  }

  /** The line, from 1; 0 if it is not found, as when a table is written in one line. */
  int line(String text) {
    Pattern wanted = Pattern.compile("\\s*[\"']?" + Pattern.quote(key) + "[\"']?\\s*=.*");
    int line = 0;
    int header = 0;
    int seen = -1;
    boolean inside = table.isEmpty();
    for (String content : text.lines().toList()) {
      line++;
      var matcher = HEADER.matcher(content);
      if (matcher.matches()) {
        seen += matcher.group(1).equals(table) ? 1 : 0;
        inside = matcher.group(1).equals(table) && seen == index;
        header = inside ? line : header;
        if (inside && key.isEmpty()) {
          return line;
        }
        // A wrong name may be that of a table.
        if (table.isEmpty() && matcher.group(1).equals(key)) {
          return line;
        }
      } else if (inside && !key.isEmpty() && wanted.matcher(content).matches()) {
        return line;
      }
    }
    return header;
  }
}
