package dev.cairn.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.CaseFormat;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.web.WebSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of limits in docs/OPERATIONS.md says what the code does. */
final class LimitsTableTest {
  private static final Pattern ROW =
      Pattern.compile("^\\|[^|]*\\| ([^|]*) \\| ([^|]*) \\| (limits: )?`([a-z_]+)` \\|$");

  private record Row(String byDefault, String range) {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = folder.resolve("..").normalize();
    }
    return folder;
  }

  /** The rows of settings; of {@code [limits]} or others. */
  private static Map<String, Row> rows(boolean ofLimits) throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    for (String line : Files.readAllLines(root().resolve("docs/OPERATIONS.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && (row.group(3) != null) == ofLimits) {
        rows.put(row.group(4), new Row(row.group(1), row.group(2)));
      }
    }
    return rows;
  }

  @Test
  void theTableHasEveryLimitWithItsDefaultAndRange() throws IOException {
    Map<String, Row> code = new TreeMap<>();
    for (LimitSetting setting : LimitSetting.values()) {
      code.put(setting.key(), new Row(setting.defaultText(), setting.rangeText()));
    }
    assertEquals(code, rows(/* ofLimits= */ true));
  }

  @Test
  void theOtherSettingsAreTheCodesToo() throws IOException {
    InetSocketAddress anywhere = InetSocketAddress.createUnresolved("localhost", 0);
    ServerSettings server = ServerSettings.at(anywhere);
    WebSettings web = WebSettings.at(anywhere);
    Map<String, String> code = new TreeMap<>();
    code.put("max_message_bytes", (server.maxMessageBytes() >> 20) + " MiB");
    code.put("max_calls", number(server.maxCalls()));
    code.put("max_calls_per_connection", number(server.maxCallsPerConnection()));
    code.put("reader_threads", number(server.readerThreads()));
    code.put("http_max_requests", number(web.maxRequests()));
    code.put("http_max_requests_per_peer", number(web.maxRequestsPerPeer()));
    code.put("http_max_connections", number(web.maxConnections()));
    code.put("http_max_connections_per_peer", number(web.maxConnectionsPerPeer()));
    Map<String, String> table = new TreeMap<>();
    rows(/* ofLimits= */ false).forEach((name, row) -> table.put(name, row.byDefault()));
    assertEquals(code, table);
    List<String> known =
        Arrays.stream(ServeConfig.class.getRecordComponents())
            .map(RecordComponent::getName)
            .map(name -> CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, name))
            .toList();
    assertTrue(known.containsAll(code.keySet()), known.toString());
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  @Test
  void everyNumberThatMayBeConfiguredIsInTheTable() throws IOException {
    List<String> missing = new ArrayList<>();
    for (RecordComponent component : ServeConfig.class.getRecordComponents()) {
      String name = CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, component.getName());
      if (name.contains("max_") && !rows(/* ofLimits= */ false).containsKey(name)) {
        missing.add(name);
      }
    }
    assertEquals(List.of(), missing);
  }
}
