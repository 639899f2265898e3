package dev.cairn.cli.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.cli.Cli;
import dev.cairn.cli.ServerProcess;
import dev.cairn.cli.WitnessProcess;
import dev.cairn.client.AppendOptions;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Trust;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.WitnessPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A server of two logs; the first has two witnesses. All are processes of their own. */
final class LiveLogs implements AutoCloseable {
  static final String ORIGIN = "example.com/demo";
  static final String OTHER = "example.com/other/2026";

  /** What a page that believed it would run. */
  static final String HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>1</script>";

  static final String JSON = "{\"event\":\"order.deleted\",\"order\":12}";
  static final byte[] BINARY = {0, 1, (byte) 0xff, 'c', 'a', 'i', 'r', 'n'};
  static final String NEWEST = "the newest entry";

  private final List<WitnessProcess> witnesses = new ArrayList<>();
  private final VerifierKey key;
  private final String policy;
  private final ServerProcess server;
  private final LogClient client;

  /** Starts all in a folder, and appends until the log has 40 entries under witnessed heads. */
  LiveLogs(Path folder) throws Exception {
    key = init(folder.resolve("demo"), ORIGIN);
    init(folder.resolve("other"), OTHER);
    StringBuilder lines = new StringBuilder("log " + key + "\n");
    for (String name : List.of("ash", "birch")) {
      VerifierKey witness = WitnessProcess.init(folder.resolve(name), "example.org/" + name);
      WitnessProcess process = WitnessProcess.start(folder.resolve(name), "--log", key.toString());
      witnesses.add(process);
      lines.append("witness %s %s %s%n".formatted(name, witness, process.url()));
    }
    policy = lines.append("group both all ash birch\nquorum both\n").toString();
    Files.writeString(folder.resolve("policy"), policy);
    Path config =
        Files.writeString(
            folder.resolve("cairn.toml"),
            """
            grpc = "127.0.0.1:0"
            [[logs]]
            data = "%1$s/demo"
            policy = "%1$s/policy"
            [[logs]]
            data = "%1$s/other"
            """
                .formatted(folder));
    server = ServerProcess.serve("--config", config.toString());
    client =
        LogClient.open(
            ClientConfig.of(
                new LogAddress(server.address(), ORIGIN),
                Trust.ByPolicy.of(WitnessPolicy.parse(policy.getBytes(StandardCharsets.UTF_8)))));
    try {
      fill();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private void fill() throws Exception {
    List<byte[]> first = new ArrayList<>(List.of(HOSTILE.getBytes(StandardCharsets.UTF_8), BINARY));
    first.add(JSON.getBytes(StandardCharsets.UTF_8));
    append(first);
    for (int batch = 0; batch < 4; batch++) {
      int start = 3 + 9 * batch;
      append(
          IntStream.range(start, start + 9)
              .mapToObj(i -> "{\"event\":\"login\",\"user\":" + i + "}")
              .map(entry -> entry.getBytes(StandardCharsets.UTF_8))
              .toList());
    }
    append(List.of(NEWEST.getBytes(StandardCharsets.UTF_8)));
  }

  static VerifierKey init(Path data, String origin) throws Exception {
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", origin);
    assertEquals(0, init.exitCode(), init.err());
    return VerifierKey.parse(init.out().strip());
  }

  void append(List<byte[]> entries) throws Exception {
    var _ = client.appendAll(entries, AppendOptions.WITNESSED);
  }

  VerifierKey key() {
    return key;
  }

  String policy() {
    return policy;
  }

  String url() {
    return "http://" + server.httpAddress() + "/";
  }

  @Override
  public void close() {
    client.close();
    server.close();
    witnesses.forEach(WitnessProcess::close);
  }
}
