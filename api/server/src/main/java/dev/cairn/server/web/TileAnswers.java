package dev.cairn.server.web;

import dev.cairn.server.tiles.BundleFile;
import dev.cairn.server.tiles.BundleFiles;
import dev.cairn.server.tiles.BusyException;
import dev.cairn.server.tiles.DamagedException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.tiles.HashTile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C2SP tlog-tiles: a log's checkpoint, tiles and entry bundles. */
final class TileAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(TileAnswers.class);
  private static final String BUNDLES = "tile/entries/";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final HttpFields CHECKPOINT =
      Answer.openHeaders(TEXT, "public, max-age=2")
          .add(HttpHeader.ACCEPT_RANGES, "none")
          .asImmutable();
  private static final HttpFields TILE =
      Answer.openHeaders("application/octet-stream", "public, max-age=31536000, immutable")
          .add(HttpHeader.ACCEPT_RANGES, "none")
          .asImmutable();
  private static final HttpFields BUNDLE =
      HttpFields.build(TILE).add(HttpHeader.VARY, "Accept-Encoding").asImmutable();
  private static final HttpFields PACKED_BUNDLE =
      HttpFields.build(BUNDLE).add(HttpHeader.CONTENT_ENCODING, "gzip").asImmutable();

  private final BundleFiles bundles;

  TileAnswers(BundleFiles bundles) {
    this.bundles = bundles;
  }

  static Answer checkpoint(ServedLog log) {
    ByteBuffer note = ByteBuffer.wrap(log.checkpoint().toBytes());
    return Answer.tagged(CHECKPOINT, Tags.of(note), note);
  }

  /** The newest loss that the log has declared, if it has. */
  static Optional<Answer> loss(ServedLog log) {
    List<SignedNote> losses = log.log().losses();
    if (losses.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer note = ByteBuffer.wrap(losses.getLast().toBytes());
    return Optional.of(Answer.tagged(CHECKPOINT, Tags.of(note), note));
  }

  /**
   * A tile or an entry bundle.
   *
   * @param path below the log's, from {@code tile/} on
   */
  Answer tile(ServedLog log, String path, HttpFields request) {
    boolean isBundle = path.startsWith(BUNDLES);
    try {
      Tile tile = isBundle ? Tile.parseEntries(path) : Tile.parse(path);
      Optional<HashTile> hashes = log.tiles().tile(tile);
      if (hashes.isEmpty()) {
        return Answer.refusal(404, path + " is beyond the published tree");
      }
      String tag = hashes.get().root().toHex();
      return isBundle
          ? bundle(log, tile, tag, request)
          : Answer.tagged(TILE, tag, hashes.get().buffer());
    } catch (MalformedException e) {
      return Answer.refusal(400, String.valueOf(e.getMessage()));
    } catch (DamagedException e) {
      return Answer.refusal(503, String.valueOf(e.getMessage()));
    } catch (BusyException e) {
      return Answer.later(503, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.error("{} of {} cannot be read", path, log.log().origin(), e);
      return Answer.later(503, "the log cannot be read now; retry later");
    }
  }

  private Answer bundle(ServedLog log, Tile tile, String root, HttpFields request)
      throws BusyException, DamagedException, IOException {
    boolean packed = Encodings.takesGzip(request);
    String tag = packed ? root + "-gzip" : root;
    HttpFields headers = packed ? PACKED_BUNDLE : BUNDLE;
    if (Tags.isKnown(tag, request)) {
      // Not made for somebody who has it.
      return Answer.tagged(headers, tag, ByteBuffer.allocate(0));
    }
    BundleFile file =
        bundles
            .file(log.tiles(), tile, packed)
            .orElseThrow(() -> new IllegalStateException(tile + " has hashes and no entries"));
    return Answer.tagged(headers, tag, file.bytes());
  }
}
