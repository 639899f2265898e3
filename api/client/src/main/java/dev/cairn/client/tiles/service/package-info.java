/**
 * A tiled log as a {@code LogService} of this process, so that the verifying client needs to know
 * only one contract.
 *
 * <p>It serves the half that reads. What comes out of it is claimed, as from any other server, and
 * verified again by the client; but a file that is not what the log signed is noticed here, where
 * its name is known, and the failed call carries that as the cause of its status, which no network
 * does: a {@link dev.cairn.tree.VerificationException}.
 *
 * <pre>{@code
 * TiledLogReader reader = TiledLogReader.open(TilesLocation.parse("https://log.example/"));
 * try (TiledLogEndpoint log = TiledLogEndpoint.start(reader, List.of(vkey), pollInterval)) {
 *   LogServiceGrpc.newBlockingStub(log.channel()).getEntry(request);
 * }
 * }</pre>
 *
 * <p>No file is asked for before a checkpoint that implies it was verified under a trusted key.
 * What may not enter: what is remembered, and whether heads are of one history. That is the
 * client's.
 */
@NullMarked
package dev.cairn.client.tiles.service;

import org.jspecify.annotations.NullMarked;
