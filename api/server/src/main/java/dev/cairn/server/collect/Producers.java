package dev.cairn.server.collect;

import dev.cairn.event.seal.KeyInForce;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.tree.note.VerifierKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The producers' keys: what the index of the log's events shows, and what became durable since.
 * Safe for any number of threads.
 */
public final class Producers {
  private static final int MAX_FRESH = 10_000;

  private final Function<String, Optional<ProducerChain>> indexed;
  private final BooleanSupplier hasRoom;
  // By producer; each key stays until the index has it.
  private final Map<String, List<KeyInForce>> fresh = new ConcurrentHashMap<>();

  /**
   * @param indexed finds what the index knows of a producer
   * @param hasRoom whether the index can follow another producer
   */
  public Producers(Function<String, Optional<ProducerChain>> indexed, BooleanSupplier hasRoom) {
    this.indexed = indexed;
    this.hasRoom = hasRoom;
  }

  /** Whether another producer may name its first key. */
  public boolean hasRoom() {
    if (fresh.size() >= MAX_FRESH) {
      fresh.values().removeIf(keys -> keys.stream().allMatch(this::isIndexed));
    }
    return fresh.size() < MAX_FRESH && hasRoom.getAsBoolean();
  }

  private boolean isIndexed(KeyInForce key) {
    return indexed.apply(key.key().name()).stream()
        .flatMap(chain -> chain.keys().stream())
        .anyMatch(known -> known.from() == key.from());
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
    List<KeyInForce> keys = fresh.getOrDefault(producer, List.of());
    for (KeyInForce key : keys) {
      chain = chain.with(key);
    }
    if (!keys.isEmpty() && keys.stream().allMatch(this::isIndexed)) {
      fresh.remove(producer, keys);
    }
    return chain;
  }

  /** Takes note of a key whose event is durable; the first one for its place stays. */
  public void learn(KeyInForce key) {
    fresh.merge(key.key().name(), List.of(key), Producers::join);
  }

  private static List<KeyInForce> join(List<KeyInForce> known, List<KeyInForce> more) {
    return known.stream().anyMatch(earlier -> earlier.from() == more.getFirst().from())
        ? known
        : Stream.concat(known.stream(), more.stream()).toList();
  }
}
