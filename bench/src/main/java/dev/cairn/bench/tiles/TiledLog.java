package dev.cairn.bench.tiles;

import com.google.protobuf.ByteString;
import dev.cairn.bench.load.Answers;
import dev.cairn.bench.load.BytesMarshaller;
import dev.cairn.bench.load.Channels;
import dev.cairn.bench.load.HttpFile;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.load.UnaryLoad;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.log.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TiledTree;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The log that is measured. */
final class TiledLog implements AutoCloseable {
  private static final int BATCH = 1_000;
  private static final int ANSWER_SECONDS = 20;

  private final CairnServer.WithFiles server;
  private final Channels channels;

  TiledLog(CairnServer.WithFiles server) {
    this.server = server;
    this.channels = Channels.to(server.server().address(), 1);
  }

  /** Appends random entries; the last are under a checkpoint when this returns. */
  void fill(int entries) {
    Random random = new Random(entries);
    byte[] entry = new byte[TilesPlan.ENTRY_BYTES];
    for (int done = 0; done < entries; done += BATCH) {
      BatchAppendEntriesRequest.Builder batch =
          BatchAppendEntriesRequest.newBuilder().setAck(AckLevel.ACK_LEVEL_SIGNED);
      for (int i = 0; i < Math.min(BATCH, entries - done); i++) {
        random.nextBytes(entry);
        batch.addEntries(ByteString.copyFrom(entry));
      }
      var _ = stub().batchAppendEntries(batch.build());
    }
  }

  private LogServiceBlockingStub stub() {
    return LogServiceGrpc.newBlockingStub(channels.list().getFirst())
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * All full tiles of level 0, verified against the log's signed checkpoint.
   *
   * @throws VerificationException if they are not what the log signed
   */
  List<HttpFile> fullTiles() throws IOException, MalformedException, VerificationException {
    String url = "http://" + server.http() + server.path();
    try (TiledLogReader reader = TiledLogReader.open(TilesLocation.parse(url))) {
      SignedCheckpoint checkpoint =
          SignedCheckpoint.open(reader.checkpoint(), VerifierKey.parse(server.key()));
      TiledTree tree = new TiledTree(checkpoint.head(), reader, new TileCache(16));
      List<HttpFile> files = new ArrayList<>();
      for (long index = 0; index < checkpoint.head().size() / Tile.FULL; index++) {
        Tile tile = new Tile(0, index, Tile.FULL);
        files.add(new HttpFile(server.path() + tile.path(), tree.tile(0, index).toBytes()));
      }
      return files;
    }
  }

  /** Durable appends of lone entries, as many as the log takes. */
  Load appends() {
    Payload payload = new Payload(1, TilesPlan.ENTRY_BYTES, AckLevel.ACK_LEVEL_DURABLE);
    MethodDescriptor<byte[], byte[]> method =
        LogServiceGrpc.getAppendEntryMethod().toBuilder(
                BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE)
            .build();
    return new UnaryLoad(channels.list(), method, payload, TilesPlan.APPENDS, Answers.unread(1));
  }

  @Override
  public void close() {
    channels.close();
  }
}
