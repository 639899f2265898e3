package dev.cairn.client;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Evidence as one self-contained JSON document:
 *
 * <pre>{@code
 * {
 *   "format" : "cairn-evidence/v2",
 *   "kind" : "FORK",
 *   "vkey" : "example.com/log+…",
 *   "finding" : "fork: the log signed two roots for size 5, … and …",
 *   "heads" : [
 *     { "source" : "log", "checkpoint" : "<signed note>" },
 *     { "source" : "witness w1 at https://…", "checkpoint" : "<signed note>" }
 *   ],
 *   "consistency_proof" : [ "<hash in base64>", … ],
 *   "cosigners" : [ "example.com/w1+…" ]
 * }
 * }</pre>
 */
public final class EvidenceFile {
  /** The most bytes that evidence may have. */
  public static final int MAX_BYTES = 5_000_000;

  private static final String FORMAT = "cairn-evidence/v2";
  private static final int MAX_PARTS = 64;
  private static final int MAX_COSIGNERS = 2 * SignedNote.MAX_SIGNATURES;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Document(
      String format,
      Evidence.Kind kind,
      String vkey,
      String finding,
      List<Head> heads,
      List<String> consistency_proof,
      List<String> cosigners) {
    Document {
      heads = List.copyOf(heads); // refuses null in it
      consistency_proof = List.copyOf(consistency_proof);
      cosigners = List.copyOf(cosigners);
    }
  }

  private record Head(String source, String checkpoint) {}

  private EvidenceFile() {}

  /** The document, in UTF-8. */
  public static byte[] format(Evidence evidence) {
    return JSON.writeValueAsBytes(
        new Document(
            FORMAT,
            evidence.kind(),
            evidence.log().toString(),
            evidence.finding(),
            evidence.heads().stream()
                .map(head -> new Head(head.source(), head.checkpoint().toString()))
                .toList(),
            evidence.proof().stream().map(Hash::toBase64).toList(),
            evidence.cosigners().stream().map(VerifierKey::toString).toList()));
  }

  /**
   * Reads evidence and verifies the signatures of its heads, and their cosignatures, with the keys
   * that it names. Whether the key is the log's is for the reader to know.
   *
   * @throws MalformedException if the bytes are not such a document
   * @throws VerificationException if a head is not signed by the key, or not cosigned as it says
   */
  public static Evidence parse(byte[] json) throws MalformedException, VerificationException {
    if (json.length > MAX_BYTES) {
      throw new MalformedException("evidence is larger than " + MAX_BYTES + " bytes");
    }
    Document document = read(json);
    if (!document.format().equals(FORMAT)) {
      throw new MalformedException("evidence is not of the format " + FORMAT);
    }
    if (document.heads().size() > 2
        || document.consistency_proof().size() > MAX_PARTS
        || document.cosigners().size() > MAX_COSIGNERS) {
      throw new MalformedException("evidence has too many heads, hashes or cosigners");
    }
    return evidence(document);
  }

  private static Document read(byte[] json) throws MalformedException {
    try {
      @Nullable Document document = JSON.readValue(json, Document.class);
      if (document != null) { // which it is for the JSON value null
        return document;
      }
    } catch (JacksonException e) {
      throw new MalformedException("evidence is not JSON of the format " + FORMAT);
    }
    throw new MalformedException("evidence is null");
  }

  private static Evidence evidence(Document document)
      throws MalformedException, VerificationException {
    VerifierKey log = VerifierKey.parse(document.vkey());
    List<Sighting> heads = new ArrayList<>();
    for (Head head : document.heads()) {
      byte[] note = head.checkpoint().getBytes(StandardCharsets.UTF_8);
      heads.add(sighting(SignedCheckpoint.open(note, log), head.source()));
    }
    List<Hash> proof = new ArrayList<>();
    for (String hash : document.consistency_proof()) {
      proof.add(Hash.parseBase64(hash));
    }
    List<VerifierKey> cosigners = new ArrayList<>();
    for (String vkey : document.cosigners()) {
      cosigners.add(VerifierKey.parse(vkey));
    }
    try {
      Evidence evidence =
          new Evidence(document.kind(), log, document.finding(), heads, proof, cosigners);
      checkCosigners(evidence);
      return evidence;
    } catch (IllegalArgumentException e) {
      throw new MalformedException("evidence contradicts itself: " + e.getMessage());
    }
  }

  private static Sighting sighting(SignedCheckpoint checkpoint, String source)
      throws MalformedException {
    try {
      return new Sighting(checkpoint, source);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("evidence is malformed: " + e.getMessage());
    }
  }

  private static void checkCosigners(Evidence evidence)
      throws MalformedException, VerificationException {
    for (VerifierKey cosigner : evidence.cosigners()) {
      boolean found = false;
      for (Sighting head : evidence.heads()) {
        found |= head.checkpoint().cosignedAt(cosigner).isPresent();
      }
      if (!found) {
        throw new MalformedException("evidence names a cosigner of no head: " + cosigner);
      }
    }
  }

  /**
   * Keeps evidence in a file of its own in a folder, which is created if it is missing. The same
   * evidence gets the same name. The file is durable once this returns.
   *
   * @return the file
   * @throws MemoryException if it cannot be written
   */
  public static Path keep(Evidence evidence, Path folder) throws MemoryException {
    byte[] json = format(evidence);
    StateFolder files = StateFolder.output(folder);
    String name =
        StateFolder.fileName(evidence.log().name(), new String(json, StandardCharsets.UTF_8))
            + ".json";
    try (StateFolder.Lock lock = files.lock()) {
      lock.replace(name, json);
    }
    return files.path(name);
  }
}
