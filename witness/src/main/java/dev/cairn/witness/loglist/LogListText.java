package dev.cairn.witness.loglist;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.loglist.LogList.RefusedEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The text form of log lists. */
final class LogListText {
  private static final String VERSION = "logs/v0";

  private LogListText() {}

  static LogList parse(byte[] list, Map<String, VerifierKey> known, Predicate<String> witnessed)
      throws LogListException {
    if (list.length > LogList.MAX_BYTES) {
      throw new LogListException(0, "list is larger than " + LogList.MAX_BYTES + " bytes");
    }
    Lines lines;
    try {
      lines = new Lines(CanonicalText.parseUtf8("list", list));
    } catch (MalformedException e) {
      throw new LogListException(0, String.valueOf(e.getMessage()));
    }
    List<Entry> entries =
        entries(lines).stream().filter(entry -> !witnessed.test(entry.vkey())).toList();
    List<ListedLog> checked = checked(entries, known);
    List<RefusedEntry> refused = new ArrayList<>();
    List<ListedLog> logs = new ArrayList<>(checked.size());
    for (int i = 0; i < checked.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.origin().equals(checked.get(i).key().name())) {
        logs.add(checked.get(i));
      } else {
        refused.add(new RefusedEntry(entry.line(), foreignOrigin(entry)));
      }
    }
    return new LogList(logs, refused);
  }

  private static List<Entry> entries(Lines lines) throws LogListException {
    lines.expect(VERSION);
    List<Entry> entries = new ArrayList<>();
    Set<String> origins = new HashSet<>();
    while (!lines.ended()) {
      if (entries.size() == LogList.MAX_LOGS) {
        throw new LogListException(
            lines.number(), "a list has at most " + LogList.MAX_LOGS + " logs");
      }
      Entry entry = Entry.read(lines);
      if (!origins.add(entry.origin())) {
        throw new LogListException(entry.line(), "origin " + entry.origin() + " is there twice");
      }
      entries.add(entry);
    }
    return entries;
  }

  private static String foreignOrigin(Entry entry) {
    return "log "
        + entry.origin()
        + " is left out: its origin is not the name of its key, which is not supported";
  }

  /** On all cores: a list may have 40,000 keys of 0.1 ms each. The first error is reported. */
  private static List<ListedLog> checked(List<Entry> entries, Map<String, VerifierKey> known)
      throws LogListException {
    List<Checked> checked =
        entries.parallelStream().map(entry -> Checked.of(entry, known)).toList();
    List<ListedLog> logs = new ArrayList<>(checked.size());
    for (Checked result : checked) {
      if (result.error().isPresent()) {
        throw result.error().get();
      }
      result.log().ifPresent(logs::add);
    }
    return logs;
  }

  private record Checked(Optional<ListedLog> log, Optional<LogListException> error) {
    static Checked of(Entry entry, Map<String, VerifierKey> known) {
      try {
        return new Checked(Optional.of(entry.check(known)), Optional.empty());
      } catch (LogListException e) {
        return new Checked(Optional.empty(), Optional.of(e));
      }
    }
  }
}
