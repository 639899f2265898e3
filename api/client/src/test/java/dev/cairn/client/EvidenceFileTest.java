package dev.cairn.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.Evidence.Kind;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFileTest {
  private static final TestTree TREE = TestTree.of(TestLog.bytes(TestLog.numbered(9)));

  private final SigningKey key = TestLog.newKey();

  private Sighting head(SigningKey signer, long size, long rootOf) {
    TreeHead head = new TreeHead(size, TREE.prover().root(rootOf));
    return Sighting.ofLog(SignedCheckpoint.sign(new Checkpoint(TestLog.ORIGIN, head), signer));
  }

  private Evidence inconsistent() {
    return Evidence.inconsistent(
        head(key, 3, 3),
        head(key, 9, 8),
        TREE.prover().consistency(3, 9),
        new VerificationException("it does not fit"));
  }

  @Test
  void everyKindIsReadAsItWasWritten(@TempDir Path folder) throws Exception {
    for (Evidence evidence :
        List.of(
            inconsistent(),
            Evidence.fork(head(key, 3, 3), head(key, 3, 4)),
            Evidence.rollback(head(key, 5, 5), head(key, 3, 3)),
            Evidence.entries(head(key, 5, 5).checkpoint(), TREE.prover().root(4)))) {
      Path file = EvidenceFile.keep(evidence, folder);
      assertEquals(file, EvidenceFile.keep(evidence, folder));
      assertEquals(evidence, EvidenceFile.parse(Files.readAllBytes(file)));
    }
    try (var files = Files.list(folder)) {
      assertEquals(4 + 1, files.count()); // and the lock
    }
  }

  @Test
  void aFolderThatOthersWriteTakesEvidenceToo(@TempDir Path folder) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertTrue(Files.exists(EvidenceFile.keep(inconsistent(), folder)));
  }

  @Test
  void headsThatTheKeyDidNotSignAreRefused() {
    String json = new String(EvidenceFile.format(inconsistent()), UTF_8);
    SigningKey other = TestLog.newKey();
    String forged = json.replace(key.verifierKey().toString(), other.verifierKey().toString());
    assertThrows(VerificationException.class, () -> EvidenceFile.parse(forged.getBytes(UTF_8)));
  }

  @Test
  void anythingElseIsRefused() {
    String json = new String(EvidenceFile.format(inconsistent()), UTF_8);
    for (String bad :
        List.of(
            "",
            "null",
            "[]",
            "{}",
            "{",
            json + "x",
            json.replace("cairn-evidence/v2", "cairn-evidence/v1"),
            json.replace("\"kind\"", "\"more\" : 1, \"kind\""),
            json.replace("INCONSISTENT", "NO_SUCH_KIND"),
            json.replace("INCONSISTENT", "FORK"),
            json.replace("INCONSISTENT", "ENTRIES"),
            json.replace("\"vkey\" : \"", "\"vkey\" : \"x"),
            json.replace("\"finding\"", "\"finding\" : null, \"x\""),
            json.replaceFirst("\"heads\" : \\[[^]]*\\]", "\"heads\" : null"),
            json.replaceFirst("\"heads\" : \\[[^]]*\\]", "\"heads\" : [ null ]"),
            json.replaceFirst("\"heads\" : \\[[^]]*\\]", "\"heads\" : [ \"x\" ]"))) {
      assertThrows(
          MalformedException.class, () -> EvidenceFile.parse(bad.getBytes(UTF_8)), () -> bad);
    }
    assertThrows(
        MalformedException.class, () -> EvidenceFile.parse(new byte[EvidenceFile.MAX_BYTES + 1]));
  }

  @Test
  void evidenceThatShowsNothingIsNotMade() {
    List<Sighting> same = List.of(head(key, 3, 3), head(key, 3, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Evidence(Kind.FORK, key.verifierKey(), "x", same, List.of(), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Evidence(Kind.ROLLBACK, key.verifierKey(), "x", List.of(), List.of(), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Evidence(
                Kind.ROLLBACK, TestLog.newKey().verifierKey(), "x", same, List.of(), List.of()));
  }
}
