package dev.cairn.tree.policy;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The bytes of a policy file and its lines. Octets above 0x7f mean nothing in themselves, so an
 * item that is not UTF-8 is kept too: each such octet becomes the lone surrogate U+DC00 + octet,
 * and different octets stay different names.
 */
final class PolicyText {
  private static final char ESCAPE = 0xdc00;

  private PolicyText() {}

  /** The lines that are neither blank nor comments, in their order. */
  static List<PolicyLine> lines(byte[] file) throws PolicyException {
    if (file.length > WitnessPolicy.MAX_BYTES) {
      throw new PolicyException(
          0, "is larger than " + WitnessPolicy.MAX_BYTES + " bytes: split it or correct the path");
    }
    List<PolicyLine> lines = new ArrayList<>();
    int number = 1;
    for (int start = 0; start < file.length; number++) {
      int end = lineEnd(file, start, number);
      List<String> items = items(file, start, end);
      if (!items.isEmpty()) {
        lines.add(new PolicyLine(number, items));
      }
      start = end + 1;
    }
    return lines;
  }

  private static int lineEnd(byte[] file, int start, int number) throws PolicyException {
    for (int at = start; at < file.length; at++) {
      int octet = Byte.toUnsignedInt(file[at]);
      if (octet == '\n') {
        return at;
      }
      if ((octet < ' ' && octet != '\t') || octet == 0x7f) {
        throw new PolicyException(number, forbidden(octet));
      }
    }
    throw new PolicyException(
        number, "there is no newline at its end: add one, or restore the file if it was cut off");
  }

  private static String forbidden(int octet) {
    return octet == '\r'
        ? "has a carriage return: end lines in a line feed alone"
        : "has the control character 0x"
            + HexFormat.of().toHexDigits(octet, 2)
            + ": use spaces or tabs";
  }

  /** Items end at spaces and tabs, and the line ends at an item that begins with '#'. */
  private static List<String> items(byte[] file, int start, int end) {
    List<String> items = new ArrayList<>();
    int at = start;
    while (at < end) {
      int from = at;
      while (at < end && file[at] != ' ' && file[at] != '\t') {
        at++;
      }
      if (at == from) {
        at++;
      } else if (file[from] == '#') {
        break;
      } else {
        items.add(decode(file, from, at));
      }
    }
    return items;
  }

  private static String decode(byte[] file, int from, int to) {
    byte[] item = new byte[to - from];
    System.arraycopy(file, from, item, 0, item.length);
    try {
      return CanonicalText.parseUtf8("item", item);
    } catch (MalformedException e) {
      StringBuilder escaped = new StringBuilder();
      for (byte octet : item) {
        escaped.append((char) (octet < 0 ? ESCAPE + Byte.toUnsignedInt(octet) : octet));
      }
      return escaped.toString();
    }
  }

  /** An item for a person: what prints as nothing, as space or as a new line is escaped. */
  static String printable(String item) {
    StringBuilder shown = new StringBuilder(item.length());
    item.codePoints().forEach(point -> appendPrintable(shown, point));
    return shown.toString();
  }

  private static void appendPrintable(StringBuilder shown, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          shown.append(String.format(Locale.ROOT, "\\u%04x", point));
      case Character.SURROGATE ->
          shown.append(String.format(Locale.ROOT, "\\x%02x", point - ESCAPE));
      default -> shown.appendCodePoint(point);
    }
  }

  /** The bytes that a text was decoded from. */
  static byte[] encode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isBmpCodePoint(point) && Character.isSurrogate((char) point)) {
                bytes.write(point - ESCAPE);
              } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }
}
