package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.log.v1.AckLevel;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.scrub.ScrubSettings;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A flipped bit in the store is never served. */
final class DamageTest {
  private static final int SIZE = 1_300;

  @TempDir Path temp;
  private Path folder;
  private List<byte[]> entries;

  @BeforeEach
  void fill() throws Exception {
    folder = WebLog.create(temp.resolve("log"), WebLog.ORIGIN);
    Random random = new Random(7);
    entries =
        IntStream.range(0, SIZE)
            .mapToObj(
                _ -> {
                  byte[] entry = new byte[40];
                  random.nextBytes(entry);
                  return entry;
                })
            .toList();
    try (WebLog web = new WebLog(LogSettings.DEFAULT, folder)) {
      web.append(entries, AckLevel.ACK_LEVEL_SIGNED);
    }
  }

  /** Flips a bit of these bytes wherever the store's file has them. */
  private void flip(byte[] bytes) throws Exception {
    Path store = folder.resolve("store/data.mdb");
    byte[] file = Files.readAllBytes(store);
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
    int flips = 0;
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      file[at + 11] ^= 4;
      flips++;
    }
    assertTrue(flips > 0, "the file has the bytes as they are");
    Files.write(store, file);
  }

  private static void isRefused(WebLog web, String path) throws Exception {
    HttpResponse<byte[]> refused = web.get(path);
    assertEquals(503, refused.statusCode(), path);
    assertEquals("no-store", refused.headers().firstValue("Cache-Control").orElse(""));
    assertTrue(new String(refused.body(), StandardCharsets.UTF_8).contains("damaged"));
  }

  private void isServed(WebLog web, String path, byte[] bytes) throws Exception {
    HttpResponse<byte[]> good = web.get(path);
    assertEquals(200, good.statusCode(), path);
    assertEquals(
        new String(bytes, StandardCharsets.ISO_8859_1),
        new String(good.body(), StandardCharsets.ISO_8859_1),
        path);
  }

  @Test
  void aTileOfAnotherHashIsNotServedAndTheOthersAre() throws Exception {
    OracleTree oracle = new OracleTree(entries);
    flip(oracle.root(600, 601));
    try (WebLog web = new WebLog(LogSettings.DEFAULT, folder)) {
      assertEquals("ok\n", web.text("/-/healthz"));
      for (int i = 0; i < 2; i++) {
        isRefused(web, "/demo/tile/0/002");
        isRefused(web, "/demo/tile/0/002.p/1");
        isRefused(web, "/demo/tile/entries/002");
        isServed(web, "/demo/tile/0/001", oracle.tile(0, 1, 256));
        isServed(web, "/demo/tile/0/003", oracle.tile(0, 3, 256));
        isServed(web, "/demo/tile/1/000.p/5", oracle.tile(1, 0, 5));
        isServed(web, "/demo/tile/entries/001", oracle.bundle(1, 256));
      }
      String health = web.text("/-/healthz");
      assertTrue(health.startsWith("ok\ndamaged example.com/demo: 6 requests refused"), health);
      assertTrue(health.contains("tile/0/002"), health);
      assertEquals(503, web.get("/demo/api/entries/601").statusCode());
      assertTrue(web.text("/demo/api/entries/601").contains("\"reason\":\"STORE_CORRUPT\""));
    }
  }

  @Test
  @Timeout(60)
  void whatNobodyAsksForIsFoundByTheScrub() throws Exception {
    flip(entries.get(900));
    ScrubSettings fast = new ScrubSettings(1 << 30, Duration.ofMillis(1));
    try (WebLog web = new WebLog(LogSettings.DEFAULT.withScrub(fast), folder)) {
      while (web.log().scrub().last().isEmpty()) {
        Thread.onSpinWait();
      }
      assertEquals(
          "ok\ndamaged example.com/demo: 1 findings of the scrub, first "
              + "entry 900 does not have its leaf hash\n",
          web.text("/-/healthz"));
      web.append(List.of(new byte[] {1}), AckLevel.ACK_LEVEL_SIGNED);
      assertEquals(Optional.empty(), web.log().stoppedBy());
      assertEquals(0, web.log().numbers().corruptReadings(), "nobody was refused anything");
    }
  }

  @Test
  void anEntryThatDoesNotHashToItsTileIsNotServed() throws Exception {
    OracleTree oracle = new OracleTree(entries);
    flip(entries.get(300));
    try (WebLog web = new WebLog(LogSettings.DEFAULT, folder)) {
      isRefused(web, "/demo/tile/entries/001");
      isRefused(web, "/demo/tile/entries/001.p/45");
      isServed(web, "/demo/tile/0/001", oracle.tile(0, 1, 256));
      isServed(web, "/demo/tile/entries/000", oracle.bundle(0, 256));
      isServed(web, "/demo/tile/entries/005.p/20", oracle.bundle(5, 20));
      String health = web.text("/-/healthz");
      assertTrue(health.contains("tile/entries/001"), health);
      assertFalse(health.contains(temp.toString()), health);
    }
  }
}
