package dev.cairn.cli.delivery;

import dev.cairn.client.ClientConfig;
import dev.cairn.client.EntryCursor;
import dev.cairn.client.HeadMemory;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Trust;
import dev.cairn.event.EventRules;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.Collecting;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.tree.note.VerifierKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is in the log, read through a client that verifies it: every entry proved, both seals
 * verified, the producer's chain computed anew.
 */
final class LogView {
  private final String address;
  private final VerifierKey key;
  private final Fingerprint fingerprint;
  private final HeadMemory memory = new HeapMemory();
  private long size;
  final Map<String, Promises.Place> events = new HashMap<>();
  final Map<String, String> fingerprints = new HashMap<>();
  final List<Instant> times = new ArrayList<>();
  final List<String> violations = new ArrayList<>();
  ProducerChain chain = ProducerChain.begin(RecordingService.PRODUCER);

  LogView(String address, VerifierKey key, Fingerprint fingerprint) {
    this.address = address;
    this.key = key;
    this.fingerprint = fingerprint;
  }

  long size() {
    return size;
  }

  /** Reads on to the newest checkpoint. */
  void read() throws Exception {
    ClientConfig config =
        ClientConfig.of(new LogAddress(address, ""), new Trust.Pinned(key)).withMemory(memory);
    try (LogClient client = LogClient.open(config)) {
      long end = client.checkpoint().head().size();
      try (EntryCursor entries = client.entries(size, end)) {
        for (Optional<dev.cairn.client.LoggedEntry> next = entries.next();
            next.isPresent();
            next = entries.next()) {
          add(next.get());
        }
      }
    }
  }

  private void add(dev.cairn.client.LoggedEntry found) throws Exception {
    LoggedEntry entry = LoggedEntry.parse(found.data());
    Collecting.verify(entry, key);
    chain = chain.after(entry, found.index());
    long sequence = entry.link().orElseThrow().getSequence();
    Collecting.verifyProduced(entry, chain.keyAt(sequence).orElseThrow());
    size = found.index() + 1;
    if (entry.event().getType().startsWith(EventRules.RESERVED_TYPE_PREFIX)) {
      return;
    }
    String id = entry.event().getId();
    String print = fingerprint.of(entry.form().getEvent());
    if (fingerprints.putIfAbsent(id, print) != null) {
      violations.add(id + " is in the log twice, again at index " + found.index());
    }
    events.put(id + " " + print, new Promises.Place(found.index(), found.leafHash().toString()));
    times.add(Instant.ofEpochSecond(entry.event().getOccurredTime().getSeconds()));
  }
}
