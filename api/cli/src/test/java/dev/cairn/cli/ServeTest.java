package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server takes and what it refuses at its start. */
final class ServeTest {
  @TempDir Path temp;

  @BeforeEach
  void init() {
    for (String name : new String[] {"a", "b"}) {
      String data = temp.resolve(name).toString();
      assertEquals(
          0, Cli.run("init", "--data", data, "--origin", "example.com/" + name).exitCode());
    }
  }

  private Path config(String text) throws IOException {
    return Files.writeString(
        temp.resolve("cairn.toml"), text.replace("DIR", temp.toString()).replace('\'', '"'));
  }

  @Test
  void severalLogsShareAServer() throws Exception {
    Path config =
        config(
            """
            grpc = '127.0.0.1:0'
            max_calls = 100
            [limits]
            pending_entries = 100
            [[logs]]
            data = 'DIR/a'
            checkpoint_min_millis = 0
            [[logs]]
            data = 'DIR/b'
            """);
    try (ServerProcess server = ServerProcess.serve("--config", config.toString())) {
      String state = temp.resolve("state").toString();
      for (String name : new String[] {"a", "b", "b"}) {
        Cli append =
            Cli.run(
                "append",
                "to " + name,
                "--log",
                server.address(),
                "--state",
                state,
                "--origin",
                "example.com/" + name);
        assertEquals(0, append.exitCode(), append.err());
      }
      String[] unnamed = {"checkpoint", "--log", server.address(), "--state", state};
      assertEquals(2, Cli.run(unnamed).exitCode(), "which of the two is not said");
      Cli b =
          Cli.run(
              "checkpoint",
              "--log",
              server.address(),
              "--state",
              state,
              "--origin",
              "example.com/b");
      assertTrue(b.out().startsWith("example.com/b\n2\n"), b.out());
      assertEquals(0, server.terminate());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grpc = '127.0.0.1:0'                                      | at least one",
        "[[logs]]                                                  | data",
        "grpc = 'nonsense'\\n[[logs]]\\ndata = 'DIR/a'             | HOST:PORT",
        "max_calls = 0\\n[[logs]]\\ndata = 'DIR/a'                 | at least 1",
        "http = 'nonsense'\\n[[logs]]\\ndata = 'DIR/a'             | HOST:PORT",
        "http_max_requests = 0\\n[[logs]]\\ndata = 'DIR/a'         | at least 1",
        "colour = 'red'\\n[[logs]]\\ndata = 'DIR/a'                | colour",
        "[limits]\\nmax_searches = 0\\n[[logs]]\\ndata = 'DIR/a'     | limits.max_searches must be from 1 to 10,000",
        "[limits]\\nunread_millis = 5\\n[[logs]]\\ndata = 'DIR/a'    | limits.unread_millis must be from 1,000 to",
        "[limits]\\ncolour = 1\\n[[logs]]\\ndata = 'DIR/a'           | no limit is called colour",
        "max_message_bytes = 20000000\\n[[logs]]\\ndata = 'DIR/a'    | arriving_bytes_per_peer",
        "grpc = [                                                  | line 1",
        "[[logs]]\\ndata = 'DIR/a'\\ncheckpoint_min_millis = 1000  | checkpoint_leisure_millis",
        "[[logs]]\\ndata = 'DIR/missing'                           | cairn init",
      })
  void aConfigurationThatCannotBeIsRefused(String text, String words) throws IOException {
    refused(words, "--config", config(text.replace("\\n", "\n")).toString());
  }

  private static void refused(String words, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "serve";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Cli serve = Cli.run(all);
    assertEquals(2, serve.exitCode(), serve.err());
    assertEquals(1, serve.err().lines().count(), serve.err());
    assertTrue(serve.err().contains(words), serve.err());
  }

  @Test
  void aTakenPortIsRefused() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      refused(address, "--data", temp.resolve("a").toString(), "--grpc", address);
    }
  }

  @Test
  void aTakenHttpPortIsRefusedWithTheWayOut() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      String data = temp.resolve("a").toString();
      String[] serve = {"serve", "--data", data, "--grpc", "127.0.0.1:0", "--http", address};
      for (int i = 0; i < 2; i++) {
        Cli refused = Cli.run(serve);
        assertEquals(2, refused.exitCode(), refused.err());
        assertEquals(1, refused.err().lines().count(), refused.err());
        assertTrue(refused.err().contains("cannot listen on " + address), refused.err());
        assertTrue(refused.err().contains("--http HOST:PORT"), refused.err());
      }
    }
  }

  @Test
  void logsAreReadOverHttp() throws Exception {
    Path config =
        config(
            """
            grpc = '127.0.0.1:0'
            http = '127.0.0.1:0'
            http_max_requests = 10
            [[logs]]
            data = 'DIR/a'
            [[logs]]
            data = 'DIR/b'
            """);
    try (ServerProcess server = ServerProcess.serve("--config", config.toString());
        HttpClient http = HttpClient.newHttpClient()) {
      String url = "http://" + server.httpAddress();
      assertEquals(url + "/a/", server.logUrl());
      assertEquals("ok\n", get(http, url + "/-/healthz"));
      assertTrue(get(http, server.logUrl() + "checkpoint").startsWith("example.com/a\n0\n"));
      assertTrue(get(http, url + "/b/api/log").contains("example.com/b"));
      assertTrue(get(http, url + "/").startsWith("<!doctype html>"));
      assertEquals(0, server.terminate(), "with a connection that is kept alive");
    }
  }

  private static String get(HttpClient http, String url) throws Exception {
    HttpResponse<String> response =
        http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), url);
    return response.body();
  }

  @Test
  void httpCanBeTurnedOff() throws Exception {
    String data = temp.resolve("a").toString();
    try (ServerProcess server =
        ServerProcess.serve("--data", data, "--grpc", "127.0.0.1:0", "--http", "none")) {
      assertEquals("", server.httpAddress());
      assertEquals(0, server.terminate());
    }
  }

  @Test
  void aFolderInUseIsRefused() throws Exception {
    String data = temp.resolve("a").toString();
    try (ServerProcess server = ServerProcess.serve("--data", data, "--grpc", "127.0.0.1:0")) {
      refused("in use", "--data", data);
      assertEquals(0, server.terminate());
    }
  }

  @Test
  void aDamagedFolderIsRefused() throws IOException {
    String data = temp.resolve("a").toString();
    Files.write(temp.resolve("a/store/data.mdb"), new byte[0]);
    refused("data.mdb", "--data", data);
    Path key = temp.resolve("b/key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-rw-r--"));
    refused("key", "--data", temp.resolve("b").toString());
  }

  @Test
  void anEncryptedKeyNeedsItsPassphrase() throws Exception {
    Path passphrase = Files.writeString(temp.resolve("passphrase"), "correct horse\n");
    String data = temp.resolve("secret").toString();
    String[] init = {
      "init",
      "--data",
      data,
      "--origin",
      "example.com/secret",
      "--passphrase-file",
      passphrase.toString()
    };
    assertEquals(0, Cli.run(init).exitCode());
    refused("--passphrase-file", "--data", data);
    Path wrong = Files.writeString(temp.resolve("wrong"), "wrong horse\n");
    refused("passphrase", "--data", data, "--passphrase-file", wrong.toString());
    try (ServerProcess server =
        ServerProcess.serve(
            "--data", data, "--grpc", "127.0.0.1:0", "--passphrase-file", passphrase.toString())) {
      assertEquals(0, server.terminate());
    }
  }
}
