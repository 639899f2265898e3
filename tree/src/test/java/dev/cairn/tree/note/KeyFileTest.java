package dev.cairn.tree.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private static final Path OPENSSL_FILES = Path.of("src", "test", "resources", "keys");
  private static final char[] PASSPHRASE = "p\u00e4ssw\u00f6rd".toCharArray();
  private static final char[] OTHER = "passwort".toCharArray();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void writesAndReads(KeyType type) throws Exception {
    SigningKey key = SigningKey.generate("example.com/log", type);
    Path file = folder.resolve("key");
    KeyFile.write(file, key);
    assertSame(key, KeyFile.read(file));
    assertSame(key, KeyFile.read(file, new char[0]));
    assertFalse(KeyFile.isEncrypted(file));
    assertEquals(key.verifierKey().toString(), Files.readAllLines(file).getFirst());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void writesAndReadsUnderAPassphrase() throws Exception {
    SigningKey key = Keys.log("example.com/log");
    Path file = folder.resolve("key");
    char[] passphrase = PASSPHRASE.clone();
    KeyFile.write(file, key, passphrase);
    assertSame(key, KeyFile.read(file, passphrase));
    assertArrayEquals(PASSPHRASE, passphrase);
    assertTrue(KeyFile.isEncrypted(file));
    String partOfSeed = "AQEBAQEB";
    assertTrue(KeyFileText.plain(key).toString().contains(partOfSeed));
    assertFalse(Files.readString(file).contains(partOfSeed));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

    assertRefused(file, OTHER, "the passphrase does not open it: ");
    assertRefused(file, "is encrypted: give its passphrase");
    assertRefused(file, new char[0], "is encrypted: give its passphrase");
  }

  @Test
  void refusesAPassphraseThatProtectsNothing() throws Exception {
    Path file = folder.resolve("key");
    assertThrows(
        IllegalArgumentException.class, () -> KeyFile.write(file, Keys.log("a"), new char[0]));
    KeyFile.write(file, Keys.log("a"));
    assertRefused(file, PASSPHRASE, "is not encrypted: give no passphrase");
  }

  @Test
  void neverOverwrites() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
    for (Path taken : new Path[] {file, link}) {
      KeyFileException e =
          assertThrows(KeyFileException.class, () -> KeyFile.write(taken, Keys.log("a")));
      assertTrue(e.toString().contains("already exists"), e.toString());
    }
    assertEquals("precious", Files.readString(file));
    assertFalse(Files.exists(folder.resolve("nothing")));
  }

  @Test
  void namesAMissingFolder() {
    Path file = folder.resolve("missing").resolve("key");
    KeyFileException e =
        assertThrows(KeyFileException.class, () -> KeyFile.write(file, Keys.log("a")));
    assertTrue(e.toString().contains("create the folder first"), e.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rw-r-----", "rw--w----", "rw---x---", "rw----r--", "rw-----w-", "rwxrwxrwx"})
  void refusesAFileOpenToOthers(String permissions) throws Exception {
    Path file = folder.resolve("key");
    KeyFile.write(file, Keys.log("a"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertRefused(file, "is open to others (" + permissions + "): run chmod 600 on it");
  }

  @Test
  void acceptsAReadOnlyFileAndALinkToAPrivateOne() throws Exception {
    Path file = folder.resolve("key");
    KeyFile.write(file, Keys.log("a"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertSame(Keys.log("a"), KeyFile.read(file));
    assertSame(Keys.log("a"), KeyFile.read(link));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(link, "is open to others (rw-r--r--)");
  }

  @Test
  void refusesWhatIsNoFile() throws Exception {
    assertRefused(folder.resolve("missing"), "does not exist: ");
    assertRefused(Files.createDirectory(folder.resolve("dir")), "is not a regular file: ");
  }

  @Test
  void refusesAVeryLargeFile() throws Exception {
    assertRefused(privateFile("a".repeat(KeyFile.MAX_BYTES)), "is damaged (");
    assertRefused(privateFile("a".repeat(KeyFile.MAX_BYTES + 1)), "is larger than 65536 bytes: ");
  }

  @Test
  void refusesAnotherKeysFirstLine() throws Exception {
    SigningKey key = Keys.key("a", KeyType.ED25519, 1);
    SigningKey other = Keys.key("a", KeyType.ED25519, 2);
    String text =
        KeyFileText.plain(key)
            .toString()
            .replace(key.verifierKey().toString(), other.verifierKey().toString());
    assertRefused(
        privateFile(text),
        "its first line is "
            + other.verifierKey()
            + ", its private key belongs to "
            + key.verifierKey());
  }

  @Test
  void refusesDamage() throws Exception {
    String text = KeyFileText.plain(Keys.log("a")).toString();
    for (int length = 0; length < text.length(); length++) {
      assertRefused(privateFile(text.substring(0, length)), "is damaged (");
    }
    assertRefused(privateFile(text + "\n"), "is damaged (");
    assertRefused(privateFile("# " + text), "is damaged (");
    assertRefused(privateFile(text.replace("\n", "\r\n")), "is damaged (");
    assertRefused(privateFile(text.replace("PRIVATE", "PUBLIC")), "is damaged (");
    assertRefused(privateFile(text.replace("PRIVATE", "RSA PRIVATE")), "is damaged (");
    Path file = privateFile("");
    Files.write(file, new byte[] {(byte) 0xff});
    assertRefused(file, "is damaged (it is not valid UTF-8)");
  }

  @ParameterizedTest
  @CsvSource({
    "openssl-aes-128.key, 'the private key is not encrypted with PBKDF2-HMAC-SHA256 and AES-256'",
    "openssl-hmac-sha512.key, 'the private key is not encrypted with PBKDF2-HMAC-SHA256 and AES-256'",
    "openssl-scrypt.key, 'the private key is not encrypted with PBKDF2-HMAC-SHA256 and AES-256'",
    "openssl-pbes1.key, 'the private key is not encrypted with PBKDF2-HMAC-SHA256 and AES-256'",
    "openssl-iterations.key, 'the private key is encrypted with more than 10000000 iterations'",
  })
  void refusesOtherEncryption(String name, String problem) throws Exception {
    assertRefused(opensslFile(name), PASSPHRASE, "is damaged (" + problem);
  }

  @Test
  void refusesAKeyOfAnotherAlgorithm() throws Exception {
    assertRefused(opensslFile("openssl-x25519.key"), "is damaged (the private key is not an Ed255");
  }

  @Test
  void readsFilesMadeByOpenssl() throws Exception {
    SigningKey key = Keys.key("go.example/log", KeyType.ED25519, 9);
    assertSame(key, KeyFile.read(opensslFile("openssl-plain.key")));
    assertSame(key, KeyFile.read(opensslFile("openssl-encrypted.key"), PASSPHRASE));
    assertRefused(opensslFile("openssl-encrypted.key"), OTHER, "the passphrase does not open it");
    assertEquals(
        Files.readString(OPENSSL_FILES.resolve("openssl-plain.key")),
        KeyFileText.plain(key).toString());
  }

  private Path opensslFile(String name) throws IOException {
    return privateFile(Files.readString(OPENSSL_FILES.resolve(name)));
  }

  private Path privateFile(String text) throws IOException {
    Path file = Files.write(folder.resolve("file"), text.getBytes(UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static void assertRefused(Path file, String problem) {
    assertProblem(file, problem, assertThrows(KeyFileException.class, () -> KeyFile.read(file)));
  }

  private static void assertRefused(Path file, char[] passphrase, String problem) {
    assertProblem(
        file, problem, assertThrows(KeyFileException.class, () -> KeyFile.read(file, passphrase)));
  }

  private static void assertProblem(Path file, String problem, KeyFileException e) {
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("key file " + file + " " + problem), message);
    assertFalse(message.contains("\n"), message);
  }

  private static void assertSame(SigningKey wanted, SigningKey key) {
    assertEquals(wanted.verifierKey(), key.verifierKey());
    assertArrayEquals(wanted.seed(), key.seed());
  }
}
