package dev.cairn.tree.note;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL, where it is installed, reads what {@link KeyFile} writes. */
class OpensslTest {
  private static final SigningKey KEY = SigningKey.generate("example.com/log", KeyType.ED25519);

  @TempDir Path folder;

  @BeforeAll
  static void opensslIsInstalled() {
    assumeTrue(
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl"))),
        "openssl is not on the PATH");
  }

  @Test
  void readsAPlainKey() throws Exception {
    Path file = folder.resolve("key");
    KeyFile.write(file, KEY);
    assertReads(file, "unused");
  }

  @Test
  void readsAnEncryptedKey() throws Exception {
    Path file = folder.resolve("key");
    KeyFile.write(file, KEY, "p\u00e4ss \u2713".toCharArray());
    assertReads(file, "p\u00e4ss \u2713");
  }

  /** The last 32 bytes of the DER of an Ed25519 public key are the key (RFC 8410). */
  private void assertReads(Path file, String passphrase) throws Exception {
    Path secret = Files.writeString(folder.resolve("passphrase"), passphrase);
    Path der = folder.resolve("public.der");
    List<String> command =
        List.of(
            "openssl",
            "pkey",
            "-in",
            file.toString(),
            "-passin",
            "file:" + secret,
            "-pubout",
            "-outform",
            "DER",
            "-out",
            der.toString());
    Process openssl =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertEquals(true, openssl.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, openssl.exitValue(), Files.readString(folder.resolve("log")));
    byte[] bytes = Files.readAllBytes(der);
    assertArrayEquals(
        KEY.verifierKey().publicKey(), Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length));
  }
}
