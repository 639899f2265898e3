package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.Entry;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.GetEntryResponse;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.InclusionProof;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.log.v1.TailEntriesResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lies about entries and their proofs. */
@Timeout(120)
class LyingReadsTest extends LiarFixture {
  /** One way to change the entries of a message, of which there are at least two. */
  enum Lie {
    BYTES(
        entries ->
            entries.set(
                1, entries.get(1).toBuilder().setData(ByteString.copyFromUtf8("not it")).build())),
    DATA_SWAPPED(
        entries -> {
          Entry first = entries.get(0);
          Entry second = entries.get(1);
          entries.set(0, first.toBuilder().setData(second.getData()).build());
          entries.set(1, second.toBuilder().setData(first.getData()).build());
        }),
    INDEX(entries -> entries.set(1, entries.get(1).toBuilder().setIndex(77).build())),
    GAP(entries -> entries.remove(0)),
    EMPTY(List::clear),
    DUPLICATE(entries -> entries.add(1, entries.get(0))),
    OUT_OF_ORDER(entries -> Collections.swap(entries, 0, 1)),
    CUT_SHORT(List::removeLast);

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Consumer<List<Entry>> change;

    Lie(Consumer<List<Entry>> change) {
      this.change = change;
    }

    List<Entry> applyTo(List<Entry> truth) {
      List<Entry> entries = new ArrayList<>(truth);
      if (entries.size() >= 2) {
        change.accept(entries);
      }
      return entries;
    }
  }

  private static void drain(EntryCursor cursor) throws LogException {
    try (cursor) {
      Optional<LoggedEntry> next = cursor.next();
      while (next.isPresent()) {
        next = cursor.next();
      }
    }
  }

  private void lieInStream(UnaryOperator<List<Entry>> lie) {
    log.lies()
        .tell(
            StreamEntriesResponse.class,
            truth ->
                StreamEntriesResponse.newBuilder()
                    .addAllEntries(lie.apply(truth.getEntriesList()))
                    .build());
  }

  private void lieInTail(UnaryOperator<List<Entry>> lie) {
    log.lies()
        .tell(
            TailEntriesResponse.class,
            truth ->
                TailEntriesResponse.newBuilder()
                    .addAllEntries(lie.apply(truth.getEntriesList()))
                    .build());
  }

  @ParameterizedTest
  @EnumSource
  void streamOfEntries(Lie told) throws Exception {
    for (int start = 0; start < 4; start++) {
      int from = start;
      lieInStream(told::applyTo);
      refused(() -> drain(client.entries(from, 5)));
      drain(client.entries(from, 5));
    }
  }

  @Test
  void streamThatGoesOnBeyondItsEnd() throws Exception {
    lieInStream(
        truth -> {
          List<Entry> entries = new ArrayList<>(truth);
          ByteString asLogged = ByteString.copyFromUtf8("entry 3");
          entries.add(Entry.newBuilder().setIndex(3).setData(asLogged).build());
          return entries;
        });
    try (EntryCursor entries = client.entries(0, 3)) {
      refused(entries::next);
    }
  }

  @Test
  void nothingOfARunWithALieInItIsGiven() throws Exception {
    lieInStream(Lie.BYTES::applyTo);
    try (EntryCursor entries = client.entries(0, 3)) {
      refused(entries::next); // entry 0 is as it was logged, and of the same run
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUT_SHORT")
  void tailOfTheLog(Lie told) throws Exception {
    client.checkpoint();
    lieInTail(told::applyTo);
    try (EntryCursor entries = client.tail(3)) {
      refused(entries::next);
    }
  }

  @Test
  void tailThatLeavesOutAnEntryBetweenMessages() throws Exception {
    client.checkpoint();
    lieInTail(Lie.CUT_SHORT::applyTo);
    try (EntryCursor entries = client.tail(3)) {
      for (long index = 3; index < 10; index++) {
        assertEquals(index, entries.next().orElseThrow().index());
      }
      log.publish("entry 11", "entry 12"); // 10 was left out
      refused(entries::next);
    }
  }

  @Test
  void entry() {
    lieInEntry(entry -> entry.setData(Lies.flip(entry.getData(), 3)));
    refused(() -> client.get(2));
    lieInEntry(entry -> entry.setIndex(3));
    refused(() -> client.get(2));
    lieInEntry(Entry.Builder::clear);
    refused(() -> client.get(0));
  }

  private void lieInEntry(UnaryOperator<Entry.Builder> lie) {
    log.lies()
        .tell(
            GetEntryResponse.class,
            truth -> truth.toBuilder().setEntry(lie.apply(truth.getEntry().toBuilder())).build());
  }

  private void lieInInclusion(UnaryOperator<GetInclusionProofResponse.Builder> lie) {
    log.lies().tell(GetInclusionProofResponse.class, truth -> lie.apply(truth.toBuilder()).build());
  }

  @Test
  void inclusionProofOfAnEntry() {
    lieInInclusion(truth -> truth.setIndex(truth.getIndex() + 1));
    refused(() -> client.get(2));
    lieInInclusion(GetInclusionProofResponse.Builder::clearProof);
    refused(() -> client.get(2));
    for (int bit = 0; bit < 256; bit++) {
      int flipped = bit;
      lieInInclusion(
          truth -> {
            InclusionProof.Builder proof = truth.getProof().toBuilder();
            int at = flipped % proof.getHashesCount();
            return truth.setProof(proof.setHashes(at, Lies.flip(proof.getHashes(at), flipped)));
          });
      refused(() -> client.get(2));
    }
  }

  @Test
  void inclusionInTheNewestHead() {
    lieInInclusion(truth -> truth.setLeafHash(Lies.flip(truth.getLeafHash(), 0)));
    refused(() -> client.inclusion(2));
    lieInInclusion(GetInclusionProofResponse.Builder::clearCheckpoint);
    refused(() -> client.inclusion(2));
    lieInInclusion(truth -> truth.setCheckpoint(log.checkpoint(10)));
    refused(() -> client.inclusion(2));
    lieInInclusion(truth -> truth.setProof(truth.getProof().toBuilder().setTreeSize(10)));
    refused(() -> client.inclusion(2));
    lieInInclusion(truth -> truthAbout(3, 11));
    refused(() -> client.inclusion(2));
    lieInInclusion(truth -> truthAbout(3, 11));
    refused(() -> client.inclusion(log.leaf(2)));
    lieInInclusion(truth -> truthAbout(2, 4)); // true, but older than what is remembered
    refused(() -> client.inclusion(2));
  }

  private GetInclusionProofResponse.Builder truthAbout(long index, long size) {
    return GetInclusionProofResponse.newBuilder()
        .setIndex(index)
        .setLeafHash(TestLogService.bytes(log.leaf(index)))
        .setCheckpoint(log.checkpoint(size))
        .setProof(
            InclusionProof.newBuilder()
                .setTreeSize(size)
                .addAllHashes(
                    log.prover().inclusion(index, size).stream()
                        .map(TestLogService::bytes)
                        .toList()));
  }

  @Test
  void entryThatNoCheckpointCovers() {
    log.lies()
        .tell(
            GetCheckpointResponse.class,
            truth -> truth.toBuilder().setCheckpoint(log.checkpoint(5)).build());
    refused(() -> client.get(9));
    assertThrows(RefusedException.class, () -> client.get(11));
  }
}
