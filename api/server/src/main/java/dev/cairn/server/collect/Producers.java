package dev.cairn.server.collect;

import dev.cairn.event.seal.KeyInForce;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.tree.note.VerifierKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The producers' keys: what the index of the log's events shows, and what became durable since.
 * Safe for any number of threads.
 */
public final class Producers {
  private final Function<String, Optional<ProducerChain>> indexed;
  // By producer; each stays until the index has its key.
  private final Map<String, KeyInForce> fresh = new ConcurrentHashMap<>();

  /**
   * @param indexed finds what the index knows of a producer
   */
  public Producers(Function<String, Optional<ProducerChain>> indexed) {
    this.indexed = indexed;
  }

  /** Whether the producer has named any key. */
  public boolean isKnown(String producer) {
    return chain(producer).key().isPresent();
  }

  /** The key that seals a producer's event of a sequence, if it has named one. */
  public Optional<VerifierKey> keyAt(String producer, long sequence) {
    return chain(producer).keyAt(sequence);
  }

  private ProducerChain chain(String producer) {
    ProducerChain chain = indexed.apply(producer).orElseGet(() -> ProducerChain.begin(producer));
    KeyInForce key = fresh.get(producer);
    if (key == null) {
      return chain;
    }
    if (chain.keys().contains(key)) {
      fresh.remove(producer, key);
      return chain;
    }
    return chain.with(key);
  }

  /** Takes note of a key whose event is durable. */
  public void learn(KeyInForce key) {
    fresh.put(key.key().name(), key);
  }
}
