package dev.cairn.witness.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.witness.TestWitness;
import dev.cairn.witness.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WitnessFolderTest {
  private static final char[] NONE = {};

  @TempDir Path temp;

  private Path created() throws Exception {
    Path path = temp.resolve("witness");
    WitnessFolder.create(path, List.of(TestWitness.key(), TestWitness.mlDsaKey()), NONE);
    return path;
  }

  private static String refusal(Path path) {
    return String.valueOf(
        assertThrows(WitnessFolderException.class, () -> WitnessFolder.open(path)).getMessage());
  }

  private static String witnessRefusal(Path path) throws Exception {
    try (WitnessFolder folder = WitnessFolder.open(path)) {
      return String.valueOf(
          assertThrows(
                  WitnessFolderException.class,
                  () -> folder.openWitness(NONE, InstantSource.system()))
              .getMessage());
    }
  }

  @Test
  void opensWhatItMade() throws Exception {
    Path path = created();
    for (String key : List.of("key-04", "key-06")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(key))));
    }
    try (WitnessFolder folder = WitnessFolder.open(path)) {
      assertEquals("witness.example/w1", folder.name());
      assertFalse(folder.keysAreEncrypted());
      assertTrue(refusal(path).contains("in use"));
      try (Witness witness = folder.openWitness(NONE, InstantSource.system())) {
        assertEquals(folder.verifierKeys(), witness.keys());
        assertEquals(0, witness.logCount());
      }
    }
    WitnessFolder.open(path).close();
  }

  @Test
  void encryptsItsKeys() throws Exception {
    Path path = temp.resolve("witness");
    WitnessFolder.create(path, List.of(TestWitness.key()), "secret".toCharArray());
    assertTrue(witnessRefusal(path).contains("encrypted"));
    try (WitnessFolder folder = WitnessFolder.open(path)) {
      assertTrue(folder.keysAreEncrypted());
      folder.openWitness("secret".toCharArray(), InstantSource.system()).close();
    }
  }

  @Test
  void isMadeOnceAndNeverByOpening() throws Exception {
    assertTrue(refusal(temp).contains("cairn witness init"));
    Path path = created();
    assertThrows(
        WitnessFolderException.class,
        () -> WitnessFolder.create(path, List.of(TestWitness.key()), NONE));
  }

  @Test
  void refusesKeysThatAreNotOneWitness() {
    SigningKey stranger = SigningKey.generate("other", KeyType.ML_DSA_44_COSIGNATURE);
    SigningKey log = SigningKey.generate("witness.example/w1", KeyType.ED25519);
    for (List<SigningKey> keys :
        List.of(
            List.<SigningKey>of(),
            List.of(TestWitness.key(), stranger),
            List.of(TestWitness.key(), TestWitness.key()),
            List.of(log))) {
      Path path = temp.resolve("bad");
      assertThrows(IllegalArgumentException.class, () -> WitnessFolder.create(path, keys, NONE));
      assertFalse(Files.exists(path));
    }
  }

  @Test
  void refusesAnotherKeyInItsPlace() throws Exception {
    Path path = created();
    Files.delete(path.resolve("key-04"));
    KeyFile.write(
        path.resolve("key-04"),
        SigningKey.generate("witness.example/w1", KeyType.ED25519_COSIGNATURE));
    assertTrue(witnessRefusal(path).contains("is not the key of this witness"));
  }

  @Test
  void refusesAStoreThatIsGone() throws Exception {
    Path path = created();
    Files.delete(path.resolve("store").resolve("data.mdb"));
    assertTrue(witnessRefusal(path).contains("missing"));
  }

  @Test
  void refusesADescriptionThatIsDamagedOrNewer() throws Exception {
    Path path = created();
    Path file = path.resolve("witness.json");
    String good = Files.readString(file);
    for (String bad :
        List.of(
            "",
            "{}",
            good.replace("\"format\" : 1", "\"format\" : 2"),
            good.replace("w1\"", "w2\""),
            good.replace("+", "-"))) {
      Files.writeString(file, bad);
      assertTrue(refusal(path).contains("witness.json"), bad);
    }
  }
}
