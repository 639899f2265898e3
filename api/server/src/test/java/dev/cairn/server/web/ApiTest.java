package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.BatchGetInclusionProofsResponse;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.GetEntryResponse;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.GetLogResponse;
import dev.cairn.log.v1.ListCheckpointsResponse;
import dev.cairn.log.v1.ProvedLeaf;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.server.log.LogSettings;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON twins of LogService's reads. */
final class ApiTest {
  private static final String LARGE = "example.com/large";

  @TempDir static Path temp;

  private static WebLog web;
  private static List<byte[]> entries;

  @BeforeAll
  static void start() throws Exception {
    web =
        new WebLog(
            LogSettings.DEFAULT,
            WebLog.create(temp.resolve("log"), WebLog.ORIGIN),
            WebLog.create(temp.resolve("large"), LARGE));
    entries =
        IntStream.range(0, 300)
            .mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8))
            .toList();
    web.append(entries.subList(0, 100), AckLevel.ACK_LEVEL_SIGNED);
    web.append(entries.subList(100, 200), AckLevel.ACK_LEVEL_SIGNED);
    web.append(entries.subList(200, 300), AckLevel.ACK_LEVEL_SIGNED);
    List<byte[]> large = IntStream.range(0, 5).mapToObj(_ -> new byte[65_535]).toList();
    for (int i = 0; i < 5; i++) {
      web.append(LARGE, large, AckLevel.ACK_LEVEL_SIGNED);
    }
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  /** Reads what was answered as the message that it is a twin of; an unknown field is an error. */
  private static <B extends Message.Builder> B read(String path, B message) throws Exception {
    HttpResponse<byte[]> response = web.get(path);
    String json = new String(response.body(), StandardCharsets.UTF_8);
    assertEquals(200, response.statusCode(), json);
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals("*", response.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    JsonFormat.parser().merge(json, message);
    return message;
  }

  @Test
  void aLogSaysItsKey() throws Exception {
    GetLogResponse log = read("/demo/api/log", GetLogResponse.newBuilder()).build();
    assertEquals(WebLog.ORIGIN, log.getOrigin());
    assertEquals(web.log().verifierKey().toString(), log.getVkey());
    assertTrue(web.text("/demo/api/log").contains("\"witnesses\":[]"), "defaults are printed");
  }

  @Test
  void severalLogsAreListedAndEachHasItsHash() throws Exception {
    String list = web.text("/-/logs");
    assertTrue(list.contains("\"path\":\"/demo/\"") && list.contains("\"path\":\"/large/\""), list);
    String hash =
        new LogPaths(List.of(LARGE))
            .names(LARGE).stream().filter(name -> name.length() == 64).findFirst().orElseThrow();
    GetLogResponse log = read("/" + hash + "/api/log", GetLogResponse.newBuilder()).build();
    assertEquals(LARGE, log.getOrigin());
    assertArrayEquals(
        web.get("/large/checkpoint").body(), web.get("/" + hash + "/checkpoint").body());
  }

  @Test
  void checkpointsAreReadByPage() throws Exception {
    GetCheckpointResponse newest =
        read("/demo/api/checkpoint", GetCheckpointResponse.newBuilder()).build();
    assertEquals(300, newest.getDurableSize());
    assertEquals(
        newest.getCheckpoint(),
        read("/demo/api/checkpoint?tree_size=300&level=signed", GetCheckpointResponse.newBuilder())
            .getCheckpoint());
    ListCheckpointsResponse first =
        read("/demo/api/checkpoints?page_size=1&min_size=1", ListCheckpointsResponse.newBuilder())
            .build();
    assertEquals(1, first.getCheckpointsCount());
    assertFalse(first.getNextPageToken().isEmpty());
    ListCheckpointsResponse second =
        read(
                "/demo/api/checkpoints?page_token=" + first.getNextPageToken(),
                ListCheckpointsResponse.newBuilder())
            .build();
    assertFalse(second.getCheckpointsList().contains(first.getCheckpoints(0)));
  }

  @Test
  void entriesAreReadOneByOneOrByPage() throws Exception {
    assertEquals(
        ByteString.copyFrom(entries.get(7)),
        read("/demo/api/entries/7", GetEntryResponse.newBuilder()).getEntry().getData());
    StreamEntriesResponse page =
        read("/demo/api/entries?start=10&end=13", StreamEntriesResponse.newBuilder()).build();
    assertEquals(3, page.getEntriesCount());
    assertEquals(10, page.getEntries(0).getIndex());
    assertEquals(
        256, read("/demo/api/entries", StreamEntriesResponse.newBuilder()).getEntriesCount());
    assertEquals(
        44,
        read("/demo/api/entries?start=256", StreamEntriesResponse.newBuilder()).getEntriesCount());
    assertEquals(
        0,
        read("/demo/api/entries?start=300", StreamEntriesResponse.newBuilder()).getEntriesCount());
    assertEquals(
        16,
        read("/large/api/entries", StreamEntriesResponse.newBuilder()).getEntriesCount(),
        "as many as 1 MiB has");
  }

  @Test
  void proofsAreFoundByIndexOrByLeafHash() throws Exception {
    Hash leaf = new TreeHasher().leaf(entries.get(42));
    GetInclusionProofResponse byIndex =
        read("/demo/api/inclusion-proof?index=42", GetInclusionProofResponse.newBuilder()).build();
    for (String hash :
        List.of(
            leaf.toHex(),
            leaf.toHex().toUpperCase(Locale.ROOT),
            leaf.toBase64(),
            URLEncoder.encode(leaf.toBase64(), StandardCharsets.UTF_8))) {
      assertEquals(
          byIndex,
          read(
                  "/demo/api/inclusion-proof?leaf_hash=" + hash,
                  GetInclusionProofResponse.newBuilder())
              .build());
    }
    assertEquals(
        50,
        read(
                "/demo/api/inclusion-proof?index=42&tree_size=50",
                GetInclusionProofResponse.newBuilder())
            .getProof()
            .getTreeSize());
    GetConsistencyProofResponse consistency =
        read(
                "/demo/api/consistency-proof?first_size=100&second_size=300",
                GetConsistencyProofResponse.newBuilder())
            .build();
    assertEquals(300, consistency.getSecondSize());
    assertTrue(consistency.getHashesCount() > 0);
  }

  @Test
  void severalProofsAreOfOneTree() throws Exception {
    BatchGetInclusionProofsResponse proofs =
        read(
                "/demo/api/inclusion-proofs?indexes=42&indexes=0&indexes=42&tree_size=50",
                BatchGetInclusionProofsResponse.newBuilder())
            .build();
    assertEquals(50, proofs.getTreeSize());
    assertEquals(
        List.of(42L, 0L, 42L), proofs.getProofsList().stream().map(ProvedLeaf::getIndex).toList());
    GetInclusionProofResponse single =
        read(
                "/demo/api/inclusion-proof?index=42&tree_size=50",
                GetInclusionProofResponse.newBuilder())
            .build();
    assertEquals(single.getProof(), proofs.getProofs(2).getProof());
    assertEquals(single.getLeafHash(), proofs.getProofs(2).getLeafHash());
  }

  @Test
  void aProofFileVerifiesOffline() throws Exception {
    HttpResponse<byte[]> file = web.get("/demo/api/tlog-proof?index=42");
    assertEquals(
        "attachment; filename=\"42.tlog-proof\"",
        file.headers().firstValue("Content-Disposition").orElse(""));
    Hash leaf = new TreeHasher().leaf(entries.get(42));
    assertEquals(
        300, TlogProof.parse(file.body()).verify(leaf, web.log().verifierKey()).head().size());
    assertArrayEquals(
        file.body(), web.get("/demo/api/tlog-proof?leaf_hash=" + leaf.toHex()).body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log?x=1                                     | 400 | 3  | INVALID_REQUEST      | x",
        "log?log=example.com/demo                    | 400 | 3  | INVALID_REQUEST      | log",
        "entries/7?index=7                           | 400 | 3  | INVALID_REQUEST      | index",
        "inclusion-proof                             | 400 | 3  | INVALID_REQUEST      | target",
        "inclusion-proof?index=1&index=1             | 400 | 3  | INVALID_REQUEST      | index",
        "inclusion-proof?index=1&leaf_hash=00        | 400 | 3  | INVALID_REQUEST      | leaf_hash",
        "inclusion-proof?index=%2B1                  | 400 | 3  | INVALID_REQUEST      | index",
        "inclusion-proof?index=01                    | 400 | 3  | INVALID_REQUEST      | index",
        "inclusion-proof?index=                      | 400 | 3  | INVALID_REQUEST      | index",
        "inclusion-proof?index=%FF                   | 400 | 3  | INVALID_REQUEST      | decoded",
        "inclusion-proof?index=9223372036854775808   | 400 | 3  | INVALID_REQUEST      | index",
        "inclusion-proof?leaf_hash=abcd              | 400 | 3  | INVALID_REQUEST      | leaf_hash",
        "inclusion-proof?index=1&level=durable       | 400 | 3  | INVALID_REQUEST      | level",
        "inclusion-proof?index=1&level=unspecified   | 400 | 3  | INVALID_REQUEST      | level",
        "inclusion-proof?index=1&level=witnessed     | 400 | 3  | INVALID_REQUEST      | level",
        "inclusion-proofs                            | 400 | 3  | INVALID_REQUEST      | indexes",
        "inclusion-proofs?indexes=1&indexes=x        | 400 | 3  | INVALID_REQUEST      | indexes[1]",
        "inclusion-proofs?indexes=1,2                | 400 | 3  | INVALID_REQUEST      | indexes[0]",
        "inclusion-proofs?indexes=1&indexes=300      | 404 | 11 | BEYOND_TREE          | indexes[1]",
        "tlog-proof?index=1&tree_size=5              | 400 | 3  | INVALID_REQUEST      | tree_size",
        "checkpoints?page_size=1001                  | 400 | 3  | INVALID_REQUEST      | page_size",
        "checkpoints?page_size=4294967297            | 400 | 3  | INVALID_REQUEST      | page_size",
        "checkpoints?page_token=x                    | 400 | 3  | INVALID_REQUEST      | page_token",
        "entries?start=5&end=4                       | 400 | 3  | INVALID_REQUEST      | end",
        "consistency-proof?first_size=5&second_size=4| 400 | 3  | INVALID_REQUEST      | second_size",
        "entries/300                                 | 404 | 11 | BEYOND_TREE          | 300",
        "entries?start=0&end=301                     | 404 | 11 | BEYOND_TREE          | 301",
        "inclusion-proof?index=300                   | 404 | 11 | BEYOND_TREE          | 300",
        "checkpoint?tree_size=301                    | 404 | 11 | BEYOND_TREE          | 301",
        "checkpoint?tree_size=299                    | 404 | 5  | CHECKPOINT_NOT_FOUND | 299",
        "chekpoint                                   | 404 | 5  | PATH_NOT_FOUND       | openapi",
      })
  void errorsAreStatuses(String read, int http, int code, String reason, String words)
      throws Exception {
    HttpResponse<byte[]> refused = web.get("/demo/api/" + read);
    String json = new String(refused.body(), StandardCharsets.UTF_8);
    assertEquals(http, refused.statusCode(), json);
    assertTrue(json.startsWith("{\"code\":" + code + ","), json);
    assertTrue(json.contains("\"reason\":\"" + reason + "\""), json);
    assertTrue(json.contains(words), json);
  }

  @Test
  void aLeafHashThatIsNotThereIsNotFound() throws Exception {
    HttpResponse<byte[]> refused = web.get("/demo/api/inclusion-proof?leaf_hash=" + "0".repeat(64));
    assertEquals(404, refused.statusCode());
    assertTrue(new String(refused.body(), StandardCharsets.UTF_8).contains("LEAF_HASH_NOT_FOUND"));
  }

  /** What no single field breaks is said without one. */
  @Test
  void aRangeThatEndsBeforeItStartsIsSaidSo() throws Exception {
    HttpResponse<byte[]> refused = web.get("/demo/api/entries?start=5&end=3");
    String json = new String(refused.body(), StandardCharsets.UTF_8);
    assertEquals(400, refused.statusCode(), json);
    assertFalse(json.contains("\"message\":\": "), json);
  }
}
