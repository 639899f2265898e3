/**
 * Copies a tiled log into a folder of static files, which any web server can serve.
 *
 * <p>Terms. The <em>stored</em> checkpoint is the folder's own: all files that it implies are there
 * and on disk. To <em>move</em> the folder is to bring it to a newer checkpoint: every file is
 * verified against it before it is written, then all are forced to disk, and then the checkpoint is
 * put in place. A crash leaves the older or the newer one. Files that are there already are
 * <em>reused</em> if they verify, and else written again.
 *
 * <pre>{@code
 * try (TilesFolder folder = TilesFolder.open(path);
 *     TiledLogReader log = TiledLogReader.open(location)) {
 *   TrustedHeads heads = new TrustedHeads(new Trust.Pinned(vkey));
 *   Mirror mirror = new Mirror(folder, log, CopyLimits.DEFAULT, (done, size) -> {});
 *   Mirrored now = mirror.moveTo(heads.open(log.checkpoint()));
 * }
 * }</pre>
 *
 * <p>A head that contradicts the stored one is refused with evidence, and nothing changes. What may
 * not enter: how files are fetched, and the serving of them.
 */
@NullMarked
package dev.cairn.client.mirror;

import org.jspecify.annotations.NullMarked;
