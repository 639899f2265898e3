package dev.cairn.client;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
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
 *   "format" : "cairn-evidence/v1",
 *   "kind" : "FORK",
 *   "vkey" : "example.com/log+…",
 *   "finding" : "fork: the log signed two roots for size 5, … and …",
 *   "checkpoints" : [ "<signed note>", "<signed note>" ],
 *   "consistency_proof" : [ "<hash in base64>", … ]
 * }
 * }</pre>
 */
public final class EvidenceFile {
  /** The most bytes that evidence may have. */
  public static final int MAX_BYTES = 5_000_000;

  private static final String FORMAT = "cairn-evidence/v1";
  private static final int MAX_PARTS = 64;
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
      List<String> checkpoints,
      List<String> consistency_proof) {
    Document {
      checkpoints = List.copyOf(checkpoints); // refuses null in it
      consistency_proof = List.copyOf(consistency_proof);
    }
  }

  private EvidenceFile() {}

  /** The document, in UTF-8. */
  public static byte[] format(Evidence evidence) {
    return JSON.writeValueAsBytes(
        new Document(
            FORMAT,
            evidence.kind(),
            evidence.log().toString(),
            evidence.finding(),
            evidence.heads().stream().map(SignedCheckpoint::toString).toList(),
            evidence.proof().stream().map(Hash::toBase64).toList()));
  }

  /**
   * Reads evidence and verifies the signatures of its heads with the key that it names. Whether
   * that key is the log's is for the reader to know.
   *
   * @throws MalformedException if the bytes are not such a document
   * @throws VerificationException if a head is not signed by the key
   */
  public static Evidence parse(byte[] json) throws MalformedException, VerificationException {
    if (json.length > MAX_BYTES) {
      throw new MalformedException("evidence is larger than " + MAX_BYTES + " bytes");
    }
    Document document = read(json);
    if (!document.format().equals(FORMAT)) {
      throw new MalformedException("evidence is not of the format " + FORMAT);
    }
    if (document.checkpoints().size() > 2 || document.consistency_proof().size() > MAX_PARTS) {
      throw new MalformedException("evidence has too many checkpoints or hashes");
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
    List<SignedCheckpoint> heads = new ArrayList<>();
    for (String note : document.checkpoints()) {
      heads.add(SignedCheckpoint.open(note.getBytes(StandardCharsets.UTF_8), log));
    }
    List<Hash> proof = new ArrayList<>();
    for (String hash : document.consistency_proof()) {
      proof.add(Hash.parseBase64(hash));
    }
    try {
      return new Evidence(document.kind(), log, document.finding(), heads, proof);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("evidence contradicts itself: " + e.getMessage());
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
