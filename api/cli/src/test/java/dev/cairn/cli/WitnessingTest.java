package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.AppendOptions;
import dev.cairn.client.ClaimedWitness;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Receipt;
import dev.cairn.client.Trust;
import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log and three witnesses, each a process of its own, and what goes wrong among them. */
final class WitnessingTest {
  private static final String ORIGIN = "example.com/log";

  @TempDir Path temp;
  private final List<WitnessProcess> witnesses = new ArrayList<>();
  private final List<VerifierKey> witnessKeys = new ArrayList<>();
  private VerifierKey key;
  private Path data;

  @BeforeEach
  void create() throws Exception {
    data = temp.resolve("log");
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", ORIGIN);
    assertEquals(0, init.exitCode(), init.err());
    key = VerifierKey.parse(init.out().strip());
    for (int i = 0; i < 3; i++) {
      witnessKeys.add(WitnessProcess.init(temp.resolve("w" + i), "example.org/w" + i));
      witnesses.add(WitnessProcess.start(temp.resolve("w" + i), "--log", key.toString()));
    }
  }

  @AfterEach
  void close() {
    witnesses.forEach(WitnessProcess::close);
  }

  private Path policy() throws IOException {
    return policy(witnesses.stream().map(WitnessProcess::url).toList());
  }

  private Path policy(List<String> urls) throws IOException {
    StringBuilder policy = new StringBuilder("log " + key + "\n");
    for (int i = 0; i < urls.size(); i++) {
      policy.append("witness w%d %s %s%n".formatted(i, witnessKeys.get(i), urls.get(i)));
    }
    policy.append("group two 2");
    for (int i = 0; i < urls.size(); i++) {
      policy.append(" w").append(i);
    }
    return Files.writeString(temp.resolve("policy"), policy.append("\nquorum two\n"));
  }

  private ServerProcess serve(Path folder, Path policy) throws IOException {
    return ServerProcess.serve(
        "--data", folder.toString(), "--policy", policy.toString(), "--grpc", "127.0.0.1:0");
  }

  private LogClient client(ServerProcess server, Path policy) throws Exception {
    return LogClient.open(
        ClientConfig.of(
            new LogAddress(server.address(), ""),
            Trust.ByPolicy.of(WitnessPolicy.parse(Files.readAllBytes(policy)))));
  }

  private static void appendWitnessed(LogClient client, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      Receipt receipt =
          client.append(("entry " + i).getBytes(StandardCharsets.UTF_8), AppendOptions.WITNESSED);
      assertInstanceOf(Receipt.Witnessed.class, receipt);
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call()) {
      assertTrue(System.nanoTime() < end, "in time");
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static ClaimedWitness witness(LogClient client, int index) throws Exception {
    return client.claimedWitnesses().get(index);
  }

  @Test
  void oneWitnessStoppedOrKilledStopsNothing() throws Exception {
    Path policy = policy();
    try (ServerProcess server = serve(data, policy);
        LogClient client = client(server, policy)) {
      appendWitnessed(client, 0, 5);
      witnesses.get(0).signal("STOP");
      appendWitnessed(client, 5, 10);
      await(() -> witness(client, 0).lateSince().isPresent());
      Cli status =
          Cli.run(
              "status",
              "--log",
              server.address(),
              "--policy",
              policy.toString(),
              "--state",
              temp.resolve("state").toString());
      assertTrue(status.out().contains("w0: "), status.out() + status.err());
      assertTrue(status.out().contains("LATE since"), status.out());
      witnesses.get(0).signal("CONT");
      await(() -> witness(client, 0).lateSince().isEmpty());
      witnesses.get(1).kill();
      appendWitnessed(client, 10, 15);
      await(() -> witness(client, 0).cosignedSize() == 15);
      assertEquals(0, server.terminate());
    }
  }

  @Test
  void aWitnessThatDripsStopsNothing() throws Exception {
    try (DrippingServer dripping = new DrippingServer()) {
      Path policy = policy(List.of(dripping.url(), witnesses.get(1).url(), witnesses.get(2).url()));
      try (ServerProcess server = serve(data, policy);
          LogClient client = client(server, policy)) {
        appendWitnessed(client, 0, 10);
        await(() -> witness(client, 0).trouble().contains("no answer within"));
      }
    }
  }

  @Test
  void aRolledBackFolderRefusesToSign() throws Exception {
    Path policy = policy();
    Path copy = temp.resolve("copy");
    try (ServerProcess server = serve(data, policy);
        LogClient client = client(server, policy)) {
      appendWitnessed(client, 0, 3);
      assertEquals(0, server.terminate());
    }
    copy(data, copy);
    try (ServerProcess server = serve(data, policy);
        LogClient client = client(server, policy)) {
      appendWitnessed(client, 3, 6);
      assertEquals(0, server.terminate());
    }
    Cli refused =
        Cli.run(
            "serve",
            "--data",
            copy.toString(),
            "--policy",
            policy.toString(),
            "--grpc",
            "127.0.0.1:0");
    assertEquals(2, refused.exitCode(), refused.out());
    assertTrue(refused.err().contains("the data folder is an older copy"), refused.err());
    try (ServerProcess server = serve(data, policy);
        LogClient client = client(server, policy)) {
      appendWitnessed(client, 6, 7);
    }
  }

  @Test
  void aForkIsRefusedByWitnessesAndProvedByAuditors() throws Exception {
    Path policy = policy();
    Path copy = temp.resolve("copy");
    try (ServerProcess server = serve(data, policy);
        LogClient client = client(server, policy)) {
      appendWitnessed(client, 0, 1);
      assertEquals(0, server.terminate());
    }
    copy(data, copy);
    try (ServerProcess first = serve(data, policy);
        ServerProcess second = ServerProcess.start(copy);
        LogClient client = client(first, policy);
        LogClient other =
            LogClient.open(
                ClientConfig.of(new LogAddress(second.address(), ""), new Trust.Pinned(key)))) {
      appendWitnessed(client, 1, 2);
      other.append("another history".getBytes(StandardCharsets.UTF_8));
      await(() -> witness(client, 0).cosignedSize() == 2);
      HttpResponse<String> answer = witnesses.get(0).add("old 2\n\n" + other.checkpoint());
      assertEquals(422, answer.statusCode(), answer.body());

      Path evidence = temp.resolve("evidence");
      Cli audit =
          Cli.run(
              "audit",
              "--log",
              second.address(),
              "--vkey",
              key.toString(),
              "--witness",
              witnesses.get(0).url(),
              "--state",
              temp.resolve("state").toString(),
              "--evidence",
              evidence.toString());
      assertEquals(1, audit.exitCode(), audit.out() + audit.err());
      List<Path> files;
      try (Stream<Path> found = Files.list(evidence)) {
        files = found.filter(file -> file.toString().endsWith(".json")).toList();
      }
      assertEquals(1, files.size(), audit.err());
      Cli verified =
          Cli.run("verify-evidence", files.getFirst().toString(), "--vkey", key.toString());
      assertEquals(0, verified.exitCode(), verified.out() + verified.err());
      assertTrue(verified.out().contains("fork"), verified.out());
    }
  }

  @Test
  void aWitnessRestoredFromAnOldCopyCosignsOnlyWhatExtendsIt() throws Exception {
    Path policy = policy();
    try (ServerProcess server = serve(data, policy);
        LogClient client = client(server, policy)) {
      appendWitnessed(client, 0, 2);
      await(() -> witness(client, 0).cosignedSize() == 2);
      int port = witnesses.get(0).httpPort();
      assertEquals(0, witnesses.get(0).terminate());
      copy(temp.resolve("w0"), temp.resolve("old"));
      witnesses.set(0, WitnessProcess.start(temp.resolve("w0"), port));
      appendWitnessed(client, 2, 6);
      await(() -> witness(client, 0).cosignedSize() == 6);
      assertEquals(0, witnesses.get(0).terminate());

      witnesses.set(0, WitnessProcess.start(temp.resolve("old"), port));
      assertEquals("2\n", witnesses.get(0).add("old 0\n\n" + client.checkpoint()).body());
      // A second history from size 2 on, under the log's own key: the one that has forgotten
      // cosigns
      // it, those that remember do not, and one cosignature is no quorum.
      GrowingLog fork = fork(2);
      HttpResponse<String> fooled = witnesses.get(0).add(fork.request(2));
      assertEquals(200, fooled.statusCode(), fooled.body());
      assertEquals(409, witnesses.get(1).add(fork.request(2)).statusCode());
      assertEquals(422, witnesses.get(1).add(fork.request(6)).statusCode());
      Path note = temp.resolve("fork.tlog-proof");
      Files.write(note, fork.proof(0, fooled.body()));
      Path entry = Files.writeString(temp.resolve("entry"), "entry 0");
      Cli verify =
          Cli.run(
              "verify",
              note.toString(),
              "--entry",
              entry.toString(),
              "--policy",
              policy.toString());
      assertEquals(1, verify.exitCode(), verify.out());
      assertTrue(verify.err().contains("missing w1, w2"), verify.err());
      // The log goes on with the two others, and says that the third shows another history.
      assertEquals(0, server.terminate());
    }
  }

  /** The log with its real key: its first entries, and then others than it has. */
  private GrowingLog fork(int common) throws Exception {
    GrowingLog fork = new GrowingLog(KeyFile.read(data.resolve("key")));
    for (int i = 0; i < common; i++) {
      fork.append("entry " + i);
    }
    for (int i = common; i < common + 5; i++) {
      fork.append("forged " + i);
    }
    return fork;
  }

  @Test
  void aRestoredWitnessCatchesUpWithTheLog() throws Exception {
    Path policy = policy();
    try (ServerProcess server = serve(data, policy);
        LogClient client = client(server, policy)) {
      appendWitnessed(client, 0, 2);
      await(() -> witness(client, 0).cosignedSize() == 2);
      int port = witnesses.get(0).httpPort();
      assertEquals(0, witnesses.get(0).terminate());
      copy(temp.resolve("w0"), temp.resolve("old"));
      witnesses.set(0, WitnessProcess.start(temp.resolve("w0"), port));
      appendWitnessed(client, 2, 6);
      await(() -> witness(client, 0).cosignedSize() == 6);
      assertEquals(0, witnesses.get(0).terminate());
      witnesses.set(0, WitnessProcess.start(temp.resolve("old"), port));
      appendWitnessed(client, 6, 8);
      await(() -> witness(client, 0).cosignedSize() == 8);
    }
  }

  @Test
  void aChangedPolicyIsTakenAndABrokenOneIsNot() throws Exception {
    Path policy = policy();
    try (ServerProcess server = serve(data, policy);
        LogClient client = client(server, policy)) {
      appendWitnessed(client, 0, 1);
      assertEquals(3, client.claimedWitnesses().size());
      Files.writeString(policy, "quorum nobody\n");
      TimeUnit.SECONDS.sleep(2); // two looks at the file
      appendWitnessed(client, 1, 2);
      assertEquals(3, client.claimedWitnesses().size());
      policy(witnesses.stream().limit(2).map(WitnessProcess::url).toList());
      await(() -> client.claimedWitnesses().size() == 2);
      appendWitnessed(client, 2, 3);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Takes connections and answers each with a byte a second. */
  private static final class DrippingServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final Thread thread = Thread.ofVirtual().start(this::accept);

    DrippingServer() throws IOException {}

    String url() {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          Socket peer = socket.accept();
          var _ = Thread.ofVirtual().start(() -> drip(peer));
        }
      } catch (IOException e) {
        // closed
      }
    }

    private static void drip(Socket peer) {
      byte[] answer =
          "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      try (peer) {
        for (byte one : answer) {
          peer.getOutputStream().write(one);
          TimeUnit.SECONDS.sleep(1);
        }
      } catch (IOException | InterruptedException e) {
        // the reader has had enough
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      thread.interrupt();
    }
  }
}
