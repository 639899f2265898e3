package dev.cairn.witness.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.source.PollUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WitnessConfigTest {
  static final String A = "log.example/a+870806f8+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
  static final String B = "log.example/b+5025dc6e+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";

  @TempDir Path folder;

  private Path write(String toml) throws IOException {
    return Files.writeString(folder.resolve("witness.toml"), toml);
  }

  @Test
  void anEmptyFileSaysNothing() throws Exception {
    assertEquals(WitnessConfig.DEFAULT, WitnessConfig.read(write("# nothing\n")));
  }

  @Test
  void readsEverything() throws Exception {
    WitnessConfig config =
        WitnessConfig.read(
            write(
                """
                http = "127.0.0.1:8080"
                grpc = "[::1]:8081"
                log_lists = ["lists/one", "/two"]
                allow_private_addresses = true
                [limits]
                max_in_flight = 100
                max_in_flight_per_peer = 10
                request_timeout_seconds = 3
                [poll]
                interval_seconds = 30
                longest_interval_seconds = 600
                timeout_seconds = 5
                max_concurrent = 4
                [[logs]]
                vkey = "%s"
                [[logs]]
                vkey = "%s"
                url = "https://log.example/b"
                interval_seconds = 7
                """
                    .formatted(A, B)));
    PollUrl url = PollUrl.parse("https://log.example:443/b/");
    assertEquals(
        new WitnessConfig(
            Optional.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080)),
            Optional.of(new InetSocketAddress(InetAddress.ofLiteral("::1"), 8081)),
            new WitnessLimits(100, 10, Duration.ofSeconds(3)),
            new PollDefaults(
                Duration.ofSeconds(30), Duration.ofSeconds(600), Duration.ofSeconds(5), 4),
            List.of(
                new ConfiguredLog(VerifierKey.parse(A), Optional.empty(), Duration.ofSeconds(30)),
                new ConfiguredLog(VerifierKey.parse(B), Optional.of(url), Duration.ofSeconds(7))),
            List.of(folder.resolve("lists/one"), Path.of("/two")),
            true),
        config);
  }

  static Stream<Arguments> errors() {
    String log = "[[logs]]\nvkey = \"" + A + "\"\n";
    return Stream.of(
        Arguments.of("http = \"x\n", 1, ""),
        Arguments.of("a b", 1, ""),
        Arguments.of("\nhttp = \"a:1\"\nhttp = \"a:1\"\n", 3, "Duplicate key"),
        Arguments.of("grpc = \"a:1\"\ngrpc = \"a:1\"\n\n\n# x\n", 2, "Duplicate key"),
        Arguments.of("[poll]\n[poll]\n", 2, "Table redefined"),
        Arguments.of("\n\nhtpp = \"127.0.0.1:1\"\n", 3, "Unrecognized property \"htpp\""),
        Arguments.of("\n[limit]\nmax_in_flight = 1\n", 2, "Unrecognized property \"limit\""),
        Arguments.of("[limits]\n\nmax = 1\n", 3, "Unrecognized property \"max\""),
        Arguments.of(log + "[[logs]]\nvkey = \"x\"\ninterval = 1\n", 5, "Unrecognized"),
        Arguments.of("http = 1.5\n[poll]\ntimeout_seconds = \"soon\"\n", 3, "Cannot deserialize"),
        Arguments.of("\n[poll]\ntimeout_seconds = 1.5\n", 3, "Cannot coerce"),
        Arguments.of("\n[poll]\ntimeout_seconds = 0\n", 3, "timeout_seconds is not in 1 to"),
        Arguments.of("[poll]\ninterval_seconds = -1\n", 2, "interval_seconds is not in 1 to"),
        Arguments.of("[poll]\ninterval_seconds = 604801\n", 2, "interval_seconds is not in"),
        Arguments.of("[poll]\nmax_concurrent = 0\n", 2, "max_concurrent is not in 1 to"),
        Arguments.of("[limits]\nmax_in_flight = 0\n", 2, "max_in_flight is not in 1 to"),
        Arguments.of("\nhttp = \"127.0.0.1\"\n", 2, "http is not of the form HOST:PORT"),
        Arguments.of("grpc = \"127.0.0.1:99999\"\n", 1, "grpc is not of the form"),
        Arguments.of("grpc = \"nothing.invalid:1\"\n", 1, "the host of grpc is not known"),
        Arguments.of("grpc = \":1\"\n", 1, "the host of grpc is not known"),
        Arguments.of("logs = 3\n", 1, "Cannot deserialize"),
        Arguments.of("\n[[logs]]\nurl = \"https://log.example/\"\n", 2, "each [[logs]] needs"),
        Arguments.of(log + "\n[[logs]]\n\nvkey = \"x\"\n", 6, "vkey is not of the form"),
        Arguments.of(
            log + "[[logs]]\nvkey = \"" + A + "\"\n", 4, "log log.example/a is there twice"),
        Arguments.of(log + "url = \"file:///etc/passwd\"\n", 3, "a log's URL starts with"),
        Arguments.of(log + "url = \"http://me:secret@log.example\"\n", 3, "a log's URL must not"),
        Arguments.of(log + "interval_seconds = 0\n", 3, "interval_seconds is not in 1 to"),
        Arguments.of("log_lists = [\"a\\u0000b\"]\n", 1, "log_lists has what is no file name"),
        Arguments.of("log_lists = [" + "\"x\",".repeat(17) + "]\n", 1, "log_lists has more than"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void saysWhereAndWhatIsWrong(String toml, int line, String what) throws IOException {
    Path file = write(toml);
    ConfigException error = assertThrows(ConfigException.class, () -> WitnessConfig.read(file));
    String said = String.valueOf(error.getMessage());
    assertTrue(said.startsWith(file + ", line " + line + ": " + what), said);
    assertTrue(said.indexOf('\n') < 0, said);
    assertTrue(!said.contains("secret"), said);
    assertEquals(line, error.line());
    assertEquals(file, error.file());
  }

  @Test
  void filesThatCannotBeReadAreErrors() throws IOException {
    Path missing = folder.resolve("missing");
    for (Path file : List.of(missing, folder)) {
      ConfigException error = assertThrows(ConfigException.class, () -> WitnessConfig.read(file));
      assertTrue(String.valueOf(error.getMessage()).startsWith(file + ": cannot be read"));
    }
    Path latin1 = Files.write(folder.resolve("latin1"), new byte[] {'#', (byte) 0xe9});
    assertThrows(ConfigException.class, () -> WitnessConfig.read(latin1));
  }
}
