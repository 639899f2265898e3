package dev.cairn.cli.delivery;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the lives of a service have offered and were told, as its journal has it. An event is named
 * by its ID and its fingerprint, apart from each other by a space.
 */
final class Promises {
  /**
   * Where an event is said to be.
   *
   * @param leaf the leaf hash of its entry, in hexadecimal
   */
  record Place(long index, String leaf) {}

  /** The counters of a client, as it wrote them last. */
  record Quiet(
      long offered,
      long own,
      long recovered,
      long waiting,
      long spooled,
      long acknowledged,
      long deadLettered,
      long failed,
      long inOutbox,
      long letters) {}

  private final Path journal;
  private long read;
  private int life = -1;
  final Map<String, Integer> offered = new HashMap<>();
  final Map<String, Place> acknowledged = new HashMap<>();
  final Set<String> spooled = new HashSet<>();
  final Set<String> buried = new HashSet<>();
  final Set<String> pending = new HashSet<>();
  final Set<String> failed = new HashSet<>();
  final Set<String> failures = new HashSet<>();
  final List<String> violations = new ArrayList<>();
  final Set<Integer> closedLives = new HashSet<>();
  final List<Quiet> quiet = new ArrayList<>();
  final List<Quiet> counters = new ArrayList<>();

  Promises(Path journal) {
    this.journal = journal;
  }

  /** Reads what was written since; a line that is not whole, not yet. */
  void read() throws IOException {
    if (!Files.exists(journal)) {
      return;
    }
    byte[] bytes;
    try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "r")) {
      file.seek(read);
      bytes = new byte[(int) (file.length() - read)];
      file.readFully(bytes);
    }
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    read += end;
    new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(this::line);
  }

  private void line(String line) {
    if (!line.endsWith(ServiceJournal.END)) {
      violations.add("the journal has a torn line: " + line);
      return;
    }
    String text = line.substring(0, line.length() - ServiceJournal.END.length());
    String[] words = text.split(" ");
    String name = words.length > 2 ? words[1] + " " + words[2] : "";
    switch (words[0]) {
      case "" -> {}
      case "life" -> life = Integer.parseInt(words[1]);
      case "offered" -> {
        if (offered.put(name, life) != null) {
          violations.add("the test offered " + name + " twice");
        }
      }
      case "acknowledged" -> acknowledge(name, new Place(Long.parseLong(words[3]), words[4]));
      case "spooled" -> spooled.add(name);
      case "buried" -> buried.add(name);
      case "pending" -> pending.add(name);
      case "failed" -> {
        failed.add(name);
        failures.add(words[3]);
      }
      case "counters" -> counters.add(quiet(words));
      case "quiet" -> quiet.add(quiet(words));
      case "closed" -> closedLives.add(Integer.parseInt(words[1]));
      default -> violations.add(text);
    }
  }

  private void acknowledge(String name, Place place) {
    Place before = acknowledged.putIfAbsent(name, place);
    if (before != null) {
      violations.add(name + " was acknowledged at " + before + " and at " + place);
    }
  }

  private static Quiet quiet(String[] words) {
    long[] numbers = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
    return new Quiet(
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[6],
        numbers[7],
        numbers[8],
        numbers[9]);
  }
}
