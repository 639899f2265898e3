package dev.cairn.faults.power;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line that {@code strace -f -ttt -y -xx} has written about a system call.
 *
 * @param thread who called
 * @param micros when strace saw it, in microseconds since 1970
 * @param part what of the call the line tells
 * @param arguments as written; none of a call's end
 * @param result as written; empty of a call's begin
 */
record TraceLine(
    int thread, long micros, Part part, String call, List<String> arguments, String result) {
  private static final String UNFINISHED = " <unfinished ...>";
  private static final String RESUMED = "<... ";

  /** What of a call a line tells. */
  enum Part {
    WHOLE,
    BEGIN,
    END
  }

  /** A file descriptor and the path that it is of. */
  record Descriptor(int number, String path) {}

  /**
   * Parses a line; empty if it is about something else than a call: a signal, an end.
   *
   * @throws IllegalArgumentException if it cannot be understood
   */
  static Optional<TraceLine> parse(String line) {
    int start = 0;
    while (line.charAt(start) == ' ') {
      start++;
    }
    int afterThread = line.indexOf(' ', start);
    int time = afterThread;
    while (line.charAt(time) == ' ') {
      time++;
    }
    int afterTime = line.indexOf(' ', time);
    int thread = Integer.parseInt(line.substring(start, afterThread));
    long micros = micros(line.substring(time, afterTime));
    int call = afterTime + 1;
    if (line.startsWith("+++", call) || line.startsWith("---", call)) {
      return Optional.empty();
    }
    return Optional.of(
        line.startsWith(RESUMED, call)
            ? end(thread, micros, line, call + RESUMED.length())
            : beginning(thread, micros, line, call));
  }

  private static long micros(String time) {
    int point = time.indexOf('.');
    return Long.parseLong(time.substring(0, point)) * 1_000_000
        + Long.parseLong(time.substring(point + 1));
  }

  private static TraceLine end(int thread, long micros, String line, int name) {
    String call = line.substring(name, line.indexOf(' ', name));
    return new TraceLine(thread, micros, Part.END, call, List.of(), result(line));
  }

  private static TraceLine beginning(int thread, long micros, String line, int name) {
    int open = line.indexOf('(', name);
    String call = line.substring(name, open);
    if (line.endsWith(UNFINISHED)) {
      String text = line.substring(open + 1, line.length() - UNFINISHED.length());
      return new TraceLine(thread, micros, Part.BEGIN, call, split(text), "");
    }
    int close = line.lastIndexOf(')', line.lastIndexOf(" = "));
    return new TraceLine(
        thread, micros, Part.WHOLE, call, split(line.substring(open + 1, close)), result(line));
  }

  private static String result(String line) {
    int equals = line.lastIndexOf(" = ");
    if (equals < 0) {
      throw new IllegalArgumentException("no result: " + head(line));
    }
    return line.substring(equals + 3);
  }

  /** At the commas that are in no brackets. Text is all hexadecimal, and has none. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '[', '{', '<' -> depth++;
        case ']', '}', '>' -> depth--;
        case ',' -> {
          if (depth == 0) {
            parts.add(text.substring(start, i).strip());
            start = i + 1;
          }
        }
        default -> {}
      }
    }
    String last = text.substring(start).strip();
    if (!last.isEmpty()) {
      parts.add(last);
    }
    return parts;
  }

  /** The value of the result; -1 for a failure or a call that never returned. */
  long value() {
    int end = 0;
    while (end < result.length() && "-0123456789".indexOf(result.charAt(end)) >= 0) {
      end++;
    }
    return end == 0 ? -1 : Long.parseLong(result.substring(0, end));
  }

  /** The argument as a number. */
  long number(int argument) {
    return Long.parseLong(arguments.get(argument));
  }

  /** The argument as a descriptor. */
  Descriptor descriptor(int argument) {
    return descriptor(arguments.get(argument));
  }

  /** The result as a descriptor. */
  Descriptor opened() {
    return descriptor(result);
  }

  private static Descriptor descriptor(String text) {
    int open = text.indexOf('<');
    int close = text.indexOf('>', open);
    if (open < 0 || close < 0) {
      return new Descriptor(Integer.parseInt(text.strip()), "");
    }
    String path = new String(unescape(text, open + 1, close), StandardCharsets.UTF_8);
    return new Descriptor(Integer.parseInt(text.substring(0, open)), path);
  }

  /** The argument as text. */
  String text(int argument) {
    return new String(bytes(argument), StandardCharsets.UTF_8);
  }

  /** The argument as bytes, or those of all parts of a vector. */
  byte[] bytes(int argument) {
    String text = arguments.get(argument);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 4);
    int open = text.indexOf('"');
    while (open >= 0) {
      int close = text.indexOf('"', open + 1);
      if (close < 0 || text.startsWith("...", close + 1)) {
        throw new IllegalArgumentException("cut short: " + head(text));
      }
      bytes.writeBytes(unescape(text, open + 1, close));
      open = text.indexOf('"', close + 1);
    }
    return bytes.toByteArray();
  }

  private static byte[] unescape(String text, int start, int end) {
    // Of what is no file strace writes a name in plain letters.
    if (end > start && text.charAt(start) != '\\') {
      return text.substring(start, end).getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[(end - start) / 4];
    for (int i = 0; i < bytes.length; i++) {
      int at = start + 4 * i;
      if (text.charAt(at) != '\\' || text.charAt(at + 1) != 'x') {
        return text.substring(start, end).getBytes(StandardCharsets.UTF_8);
      }
      bytes[i] =
          (byte)
              (Character.digit(text.charAt(at + 2), 16) << 4
                  | Character.digit(text.charAt(at + 3), 16));
    }
    return bytes;
  }

  private static String head(String text) {
    return text.substring(0, Math.min(100, text.length()));
  }
}
