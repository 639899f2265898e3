package dev.cairn.recorder;

import dev.cairn.client.Ack;
import dev.cairn.client.ClientConfig;
import dev.cairn.recorder.outbox.OutboxLimits;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a service records its events.
 *
 * @param log how the log is reached and why it is believed; its memory should outlive the process
 * @param folder the outbox, a folder for this process alone
 * @param key seals the events; its name is the producer's, at most 100 bytes, which no other
 *     process may use. Empty: events are not sealed.
 * @param ack how far an event must have come to be acknowledged
 * @param pressure what happens to events that cannot go on at once
 * @param patience the longest that an event waits for room, more than 0
 * @param limits how much the outbox holds
 * @param memory how much is held in memory
 * @param clock says when events occurred that do not say so themselves
 */
public record AuditClientConfig(
    ClientConfig log,
    Path folder,
    Optional<SigningKey> key,
    Ack ack,
    Pressure pressure,
    Duration patience,
    OutboxLimits limits,
    MemoryLimits memory,
    InstantSource clock) {
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

  /**
   * @throws IllegalArgumentException if the patience is not positive, or the key is not an Ed25519
   *     key with a name of at most 100 bytes
   */
  public AuditClientConfig {
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("the patience " + patience + " is not above 0");
    }
    key.ifPresent(AuditClientConfig::checkProducerKey);
  }

  static void checkProducerKey(SigningKey key) {
    int bytes = key.verifierKey().name().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (key.verifierKey().type() != KeyType.ED25519 || bytes > 100) {
      throw new IllegalArgumentException(
          key.verifierKey().identity() + " is no Ed25519 key with a name of at most 100 bytes");
    }
  }

  /**
   * Unsealed events, acknowledged once a signed checkpoint covers them, spooled while the outbox of
   * 4 GiB has room.
   */
  public static AuditClientConfig of(ClientConfig log, Path folder) {
    return new AuditClientConfig(
        log,
        folder,
        Optional.empty(),
        Ack.SIGNED,
        Pressure.SPOOL,
        DEFAULT_PATIENCE,
        OutboxLimits.DEFAULT,
        MemoryLimits.DEFAULT,
        InstantSource.system());
  }

  /** The same, sealing events. */
  public AuditClientConfig withKey(SigningKey key) {
    return new AuditClientConfig(
        log, folder, Optional.of(key), ack, pressure, patience, limits, memory, clock);
  }

  /** The same with another level of acknowledgement. */
  public AuditClientConfig withAck(Ack ack) {
    return new AuditClientConfig(log, folder, key, ack, pressure, patience, limits, memory, clock);
  }

  /** The same with another way to meet pressure. */
  public AuditClientConfig withPressure(Pressure pressure, Duration patience) {
    return new AuditClientConfig(log, folder, key, ack, pressure, patience, limits, memory, clock);
  }

  /** The same with an outbox of another size. */
  public AuditClientConfig withLimits(OutboxLimits limits) {
    return new AuditClientConfig(log, folder, key, ack, pressure, patience, limits, memory, clock);
  }

  /** The same with other bounds in memory. */
  public AuditClientConfig withMemory(MemoryLimits memory) {
    return new AuditClientConfig(log, folder, key, ack, pressure, patience, limits, memory, clock);
  }

  /** The same with another clock. */
  public AuditClientConfig withClock(InstantSource clock) {
    return new AuditClientConfig(log, folder, key, ack, pressure, patience, limits, memory, clock);
  }
}
