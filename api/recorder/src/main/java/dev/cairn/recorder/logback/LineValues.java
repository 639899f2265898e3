package dev.cairn.recorder.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/** The key-value pairs of a line, taken one by one, and its MDC. The last of a key counts. */
final class LineValues {
  private final Map<String, Object> pairs = new LinkedHashMap<>();
  private final Map<String, String> mdc;

  LineValues(ILoggingEvent line) {
    List<KeyValuePair> given = line.getKeyValuePairs();
    if (given != null) {
      given.forEach(pair -> pairs.put(String.valueOf(pair.key), String.valueOf(pair.value)));
      given.stream()
          .filter(pair -> pair.value != null)
          .forEach(pair -> pairs.put(String.valueOf(pair.key), pair.value));
    }
    Map<String, String> properties = line.getMDCPropertyMap();
    this.mdc = properties == null ? Map.of() : properties;
  }

  /** A value as text, which is then no attribute any more. */
  Optional<String> take(String key) {
    return Optional.ofNullable(pairs.remove(key)).map(String::valueOf);
  }

  /** The same, or else what the MDC has. */
  Optional<String> takeOrMdc(String key) {
    return take(key).or(() -> mdc(key));
  }

  Optional<String> mdc(String key) {
    return Optional.ofNullable(mdc.get(key));
  }

  /** What was not taken. */
  Map<String, Object> rest() {
    return pairs;
  }
}
