package dev.cairn.tree.note;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL, where it is installed, reads what {@link KeyFile} writes. */
class OpensslTest {
  private static final SigningKey KEY = SigningKey.generate("example.com/log", KeyType.ED25519);
  private static final SigningKey ML_DSA_44_KEY =
      SigningKey.generate("example.com/witness", KeyType.ML_DSA_44_COSIGNATURE);

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
    assertReads(KEY, file, "unused");
  }

  @Test
  void readsAnEncryptedKey() throws Exception {
    Path file = folder.resolve("key");
    KeyFile.write(file, KEY, "p\u00e4ss \u2713".toCharArray());
    assertReads(KEY, file, "p\u00e4ss \u2713");
  }

  /** OpenSSL knows ML-DSA-44 from version 3.5 on. */
  @Test
  void readsAnMlDsa44Key() throws Exception {
    assumeTrue(
        openssl("list", "-public-key-algorithms").contains("ML-DSA-44"),
        "openssl does not know ML-DSA-44");
    Path file = folder.resolve("key");
    KeyFile.write(file, ML_DSA_44_KEY);
    assertReads(ML_DSA_44_KEY, file, "unused");
  }

  /** The DER of a public key of either algorithm ends in the key (RFC 8410, RFC 9881). */
  private void assertReads(SigningKey key, Path file, String passphrase) throws Exception {
    Path secret = Files.writeString(folder.resolve("passphrase"), passphrase);
    Path der = folder.resolve("public.der");
    String said =
        openssl(
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
    assertEquals("", said);
    byte[] publicKey = key.verifierKey().publicKey();
    byte[] bytes = Files.readAllBytes(der);
    assertArrayEquals(
        publicKey, Arrays.copyOfRange(bytes, bytes.length - publicKey.length, bytes.length));
  }

  private String openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("log");
    Process openssl =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertEquals(true, openssl.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, openssl.exitValue(), Files.readString(log));
    return Files.readString(log);
  }
}
