package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Head files and declared losses, by the commands of an operator. */
final class LossTest {
  @TempDir Path temp;
  private Path data;
  private Path headFile;
  private String vkey = "";

  @BeforeEach
  void init() {
    data = temp.resolve("log");
    headFile = temp.resolve("log.head");
    Cli init =
        Cli.run(
            "init",
            "--data",
            data.toString(),
            "--origin",
            "example.com/log",
            "--head-file",
            headFile.toString());
    assertEquals(0, init.exitCode(), init.err());
    vkey = init.out().strip();
  }

  private ServerProcess serve() throws IOException {
    return ServerProcess.serve(
        "--data", data.toString(), "--grpc", "127.0.0.1:0", "--head-file", headFile.toString());
  }

  private void append(ServerProcess server, String entry) {
    Cli append =
        Cli.run(
            "append",
            entry,
            "--log",
            server.address(),
            "--state",
            temp.resolve("state").toString(),
            "--vkey",
            vkey);
    assertEquals(0, append.exitCode(), append.err());
  }

  private void serveAndAppend(String entry) throws Exception {
    try (ServerProcess server = serve()) {
      append(server, entry);
      assertEquals(0, server.terminate());
    }
  }

  private Path copy(String name) throws IOException {
    Path copy = temp.resolve(name);
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(data.relativize(file).toString()));
      }
    }
    return copy;
  }

  private void rollBack() throws Exception {
    serveAndAppend("a");
    Path copy = copy("copy");
    serveAndAppend("b");
    Files.move(data, temp.resolve("gone"));
    Files.move(copy, data);
  }

  private Cli declare(String... more) {
    String[] arguments = {
      "declare-loss",
      "--data",
      data.toString(),
      "--head-file",
      headFile.toString(),
      "--reason",
      "the volume burnt"
    };
    return Cli.run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
  }

  private static HttpResponse<byte[]> get(String url) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
    }
  }

  @Test
  void aRolledBackFolderIsRefusedUntilTheLossIsDeclared() throws Exception {
    rollBack();
    Cli refused = Cli.run("serve", "--data", data.toString(), "--head-file", headFile.toString());
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("older copy"), refused.err());
    assertTrue(refused.err().contains("catch-up"), refused.err());

    Cli unconfirmed = declare();
    assertEquals(2, unconfirmed.exitCode());
    assertTrue(unconfirmed.out().contains("kept: size 1"), unconfirmed.out());
    assertTrue(unconfirmed.out().contains("lost: size 2"), unconfirmed.out());
    assertTrue(Files.notExists(data.resolve("losses")), "nothing was declared");

    Cli declared = declare("--yes", "--json");
    assertEquals(0, declared.exitCode(), declared.err());
    assertTrue(declared.out().contains("\"kept_size\":1"), declared.out());

    try (ServerProcess server = serve()) {
      HttpResponse<byte[]> loss = get(server.logUrl() + "loss");
      assertEquals(200, loss.statusCode());
      LossStatement statement = LossStatement.open(loss.body(), VerifierKey.parse(vkey));
      assertEquals("the volume burnt", statement.reason());
      assertEquals(1, statement.kept().size());
      assertEquals(2, statement.lost().getFirst().head().size());
      Cli stale =
          Cli.run(
              "checkpoint",
              "--log",
              server.address(),
              "--state",
              temp.resolve("state").toString(),
              "--vkey",
              vkey);
      assertEquals(1, stale.exitCode(), "whoever remembers the lost head refuses the log");
      Cli status =
          Cli.run(
              "status",
              "--log",
              server.address(),
              "--state",
              temp.resolve("other-state").toString(),
              "--vkey",
              vkey);
      assertTrue(status.out().contains("goes on from size 1: the volume burnt"), status.out());
    }
  }

  @Test
  void aLogWithoutLossesShowsNone() throws Exception {
    try (ServerProcess server = serve()) {
      assertEquals(404, get(server.logUrl() + "loss").statusCode());
      assertEquals(0, server.terminate());
    }
    Cli refused = declare("--yes");
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("nothing is lost"), refused.err());
  }

  @Test
  void anExistingLogGetsAHeadFileOnce() throws Exception {
    serveAndAppend("a");
    String[] remember = {
      "remember", "--data", data.toString(), "--head-file", temp.resolve("second").toString()
    };
    Cli made = Cli.run(remember);
    assertEquals(0, made.exitCode(), made.err());
    assertTrue(made.out().contains("size 1"), made.out());
    Cli again = Cli.run(remember);
    assertEquals(2, again.exitCode());
    assertTrue(again.err().contains("exists already"), again.err());
  }

  @Test
  void aHeadFileCanBeNamedInTheConfiguration() throws Exception {
    Path config =
        Files.writeString(
            temp.resolve("cairn.toml"),
            """
            grpc = "127.0.0.1:0"
            [[logs]]
            data = "DIR/log"
            head_file = "DIR/log.head"
            """
                .replace("DIR", temp.toString()));
    try (ServerProcess server = ServerProcess.serve("--config", config.toString())) {
      append(server, "a");
      Cli copied =
          Cli.run(
              "serve",
              "--data",
              copy("copy").toString(),
              "--grpc",
              "127.0.0.1:0",
              "--http",
              "none",
              "--head-file",
              headFile.toString());
      assertEquals(2, copied.exitCode());
      assertTrue(copied.err().contains("in use by another process"), copied.err());
    }
  }
}
