package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.log.v1.AckLevel;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.publish.PublishTiming;
import dev.cairn.server.web.OracleTree.TileFile;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What C2SP tlog-tiles says is served, byte for byte, and nothing beyond the published head. */
final class TilesTest {
  private static final long[] SIZES = {1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000};

  @TempDir Path temp;

  @Test
  void everyFileOfEverySizeIsWhatTheDefinitionSays() throws Exception {
    List<byte[]> entries = entries(70_000);
    OracleTree oracle = new OracleTree(entries);
    Random random = new Random(4);
    try (WebLog web =
        new WebLog(LogSettings.DEFAULT, WebLog.create(temp.resolve("log"), WebLog.ORIGIN))) {
      int before = 0;
      for (long size : SIZES) {
        web.append(entries.subList(before, (int) size), AckLevel.ACK_LEVEL_SIGNED);
        before = (int) size;
        HttpResponse<byte[]> note = web.get("/demo/checkpoint");
        assertEquals("text/plain; charset=utf-8", header(note, "Content-Type"));
        SignedCheckpoint head = SignedCheckpoint.open(note.body(), web.log().verifierKey());
        assertEquals(size, head.head().size());
        assertArrayEquals(oracle.root(0, size), head.head().root().toBytes());
        int files = 0;
        for (TileFile file : OracleTree.files(size)) {
          check(web, oracle, file, random);
          if (file.width() > 1) {
            int less = 1 + random.nextInt(file.width() - 1);
            check(web, oracle, new TileFile(file.level(), file.index(), less), random);
          }
          files++;
        }
        assertTrue(files >= size / 256, files + " files of " + size);
      }
    }
  }

  /** Some entries are long, so that a bundle may be of any size. */
  private static List<byte[]> entries(int count) {
    Random random = new Random(1);
    List<byte[]> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] entry = new byte[i % 9_973 == 5 ? 65_535 : 1 + random.nextInt(24)];
      random.nextBytes(entry);
      entries.add(entry);
    }
    return entries;
  }

  private static void check(WebLog web, OracleTree oracle, TileFile file, Random random)
      throws Exception {
    HttpResponse<byte[]> tile = web.get("/demo/" + file.path());
    immutable(tile, file.path());
    assertArrayEquals(
        oracle.tile(file.level(), file.index(), file.width()), tile.body(), file.path());
    if (file.level() == 0) {
      byte[] bundle = oracle.bundle(file.index(), file.width());
      String path = "/demo/" + file.entriesPath();
      if (random.nextBoolean()) {
        HttpResponse<byte[]> plain = web.get(path);
        immutable(plain, path);
        assertTrue(plain.headers().firstValue("Content-Encoding").isEmpty(), path);
        assertArrayEquals(bundle, plain.body(), path);
      } else {
        HttpResponse<byte[]> packed = web.get(path, "Accept-Encoding", "br, gzip;q=0.5");
        immutable(packed, path);
        assertEquals("gzip", header(packed, "Content-Encoding"), path);
        assertArrayEquals(bundle, unpack(packed.body()), path);
      }
    }
  }

  private static void immutable(HttpResponse<byte[]> response, String path) {
    assertEquals(200, response.statusCode(), path);
    assertEquals("application/octet-stream", header(response, "Content-Type"));
    assertEquals("public, max-age=31536000, immutable", header(response, "Cache-Control"));
    assertEquals("*", header(response, "Access-Control-Allow-Origin"));
    assertEquals("none", header(response, "Accept-Ranges"));
  }

  private static byte[] unpack(byte[] packed) throws Exception {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void whatIsDurableAndNotPublishedIsNotServed() throws Exception {
    LogSettings heldBack =
        LogSettings.DEFAULT.withTiming(new PublishTiming(Duration.ZERO, Duration.ofHours(1)));
    List<byte[]> entries = entries(300);
    try (WebLog web = new WebLog(heldBack, WebLog.create(temp.resolve("log"), WebLog.ORIGIN))) {
      web.append(entries.subList(0, 100), AckLevel.ACK_LEVEL_SIGNED);
      web.append(entries.subList(100, 300), AckLevel.ACK_LEVEL_DURABLE);
      assertEquals(300, web.log().durableSize());
      for (String beyond :
          List.of("0/000.p/101", "0/000", "1/000.p/1", "entries/000", "entries/000.p/101")) {
        HttpResponse<byte[]> refused = web.get("/demo/tile/" + beyond);
        assertEquals(404, refused.statusCode(), beyond);
        assertEquals("no-store", header(refused, "Cache-Control"), beyond);
      }
      assertEquals(200, web.get("/demo/tile/0/000.p/100").statusCode());
      assertTrue(web.text("/demo/checkpoint").startsWith("example.com/demo\n100\n"));
      // A read of the JSON API waits for a checkpoint, and so causes it.
      assertEquals(200, web.get("/demo/api/entries/299").statusCode());
      assertEquals(200, web.get("/demo/tile/1/000.p/1").statusCode());
      assertArrayEquals(
          new OracleTree(entries).tile(0, 0, 256), web.get("/demo/tile/0/000").body());
    }
  }

  @Test
  void whoHasAFileIsToldSo() throws Exception {
    try (WebLog web =
        new WebLog(LogSettings.DEFAULT, WebLog.create(temp.resolve("log"), WebLog.ORIGIN))) {
      web.append(entries(300), AckLevel.ACK_LEVEL_SIGNED);
      for (String path :
          List.of("checkpoint", "tile/0/000", "tile/0/001.p/7", "tile/entries/000")) {
        String tag = header(web.get("/demo/" + path), "ETag");
        assertTrue(tag.matches("\"[0-9a-f]{32,64}\""), tag);
        HttpResponse<byte[]> known = web.get("/demo/" + path, "If-None-Match", "\"x\", W/" + tag);
        assertEquals(304, known.statusCode(), path);
        assertEquals(0, known.body().length);
        assertEquals(tag, header(known, "ETag"));
        assertEquals(304, web.get("/demo/" + path, "If-None-Match", "*").statusCode());
        assertEquals(200, web.get("/demo/" + path, "If-None-Match", "\"x\"").statusCode());
        HttpResponse<byte[]> whole = web.get("/demo/" + path, "Range", "bytes=0-3");
        assertEquals(200, whole.statusCode(), "ranges are not served");
        HttpResponse<byte[]> head = web.send("HEAD", "/demo/" + path);
        assertEquals(200, head.statusCode());
        assertEquals(0, head.body().length);
        assertEquals(String.valueOf(whole.body().length), header(head, "Content-Length"));
        assertEquals(tag, header(head, "ETag"));
      }
      HttpResponse<byte[]> plain = web.get("/demo/tile/entries/000", "Accept-Encoding", "gzip;q=0");
      HttpResponse<byte[]> packed = web.get("/demo/tile/entries/000", "Accept-Encoding", "gzip");
      assertTrue(plain.headers().firstValue("Content-Encoding").isEmpty());
      assertEquals("Accept-Encoding", header(packed, "Vary"));
      assertEquals("Accept-Encoding", header(plain, "Vary"));
      assertEquals(
          header(plain, "ETag").replaceAll("\"$", "-gzip\""),
          header(packed, "ETag"),
          "two representations have two tags");
    }
  }
}
