package dev.cairn.recorder.grpc;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** W3C traceparents of version 00. */
final class Traces {
  private static final Pattern VALID =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int TRACE_END = "00-".length() + 32;
  private static final int SPAN_END = TRACE_END + 1 + 16;
  private static final String NOT_SAMPLED = "-00";
  private static final HexFormat HEX = HexFormat.of();

  private Traces() {}

  static boolean isValid(String traceparent) {
    return traceparent.length() == SPAN_END + 3 && VALID.matcher(traceparent).matches();
  }

  /** The root of a new trace. */
  static String root() {
    return "00-" + HEX.toHexDigits(bits()) + HEX.toHexDigits(bits()) + "-" + span() + NOT_SAMPLED;
  }

  /** A new span of the same trace, with the same flags. */
  static String child(String parent) {
    return parent.substring(0, TRACE_END + 1) + span() + parent.substring(SPAN_END);
  }

  private static String span() {
    return HEX.toHexDigits(bits());
  }

  private static long bits() {
    long bits = ThreadLocalRandom.current().nextLong();
    return bits == 0 ? 1 : bits;
  }
}
