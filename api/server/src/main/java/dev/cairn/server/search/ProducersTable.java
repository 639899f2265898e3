package dev.cairn.server.search;

import dev.cairn.audit.v1.Link;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.KeyEvent;
import dev.cairn.event.seal.ProducerChain;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The producers as the log shows them. One thread changes it, any number read it. */
final class ProducersTable {
  private static final Logger LOG = LoggerFactory.getLogger(ProducersTable.class);

  /** The most producers that are followed. */
  static final int MAX_PRODUCERS = 100_000;

  private final ConcurrentSkipListMap<String, ProducerChain> chains = new ConcurrentSkipListMap<>();
  private final Set<String> changed = new HashSet<>();
  // Of the chains; they are not counted each time.
  private final AtomicInteger count = new AtomicInteger();
  private boolean isFull;

  /** Whether another producer can be followed. */
  boolean hasRoom() {
    return count.get() < MAX_PRODUCERS;
  }

  /** The producer of that name, if it is in the log. */
  Optional<ProducerChain> find(String name) {
    return Optional.ofNullable(chains.get(name));
  }

  /** The producers from a name on, in the order of their names. */
  NavigableMap<String, ProducerChain> from(String name, boolean inclusive) {
    return chains.tailMap(name, inclusive);
  }

  /** How many there are. */
  int count() {
    return count.get();
  }

  /** Takes note of the next event of the log. */
  void observe(LoggedEntry entry, long index) {
    String name = entry.link().map(Link::getProducer).orElse("");
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > KeyEvent.MAX_NAME_BYTES) {
      return;
    }
    ProducerChain chain = chains.get(name);
    if (chain == null) {
      if (!hasRoom()) {
        warnFull();
        return;
      }
      chain = ProducerChain.begin(name);
    }
    put(chain.after(entry, index));
    changed.add(name);
  }

  private void put(ProducerChain chain) {
    if (chains.put(chain.name(), chain) == null) {
      count.incrementAndGet();
    }
  }

  private void warnFull() {
    if (!isFull) {
      LOG.warn("More than {} producers: the others are not followed", MAX_PRODUCERS);
    }
    isFull = true;
  }

  /** Takes what was written before. */
  void load(byte[] value) {
    put(ProducerRow.parse(value));
  }

  /** Hands over what has changed since {@link #saved}. */
  void forEachChanged(BiConsumer<byte[], byte[]> sink) {
    for (String name : changed) {
      find(name)
          .ifPresent(
              chain ->
                  sink.accept(name.getBytes(StandardCharsets.UTF_8), ProducerRow.format(chain)));
    }
  }

  /** All of it is written. */
  void saved() {
    changed.clear();
  }
}
