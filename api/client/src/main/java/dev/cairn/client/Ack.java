package dev.cairn.client;

import dev.cairn.log.v1.AckLevel;

/** How far an entry has come when its append is acknowledged; later ones include earlier ones. */
public enum Ack {
  /** On stable storage, at an index that is fixed for ever: the server's word for it. */
  DURABLE,
  /** Covered by a checkpoint that the log signed: verified by this client. */
  SIGNED,
  /**
   * Covered by a checkpoint that the policy's quorum of witnesses has cosigned: verified by this
   * client, which must have a policy ({@link Trust.ByPolicy}).
   */
  WITNESSED;

  AckLevel toWire() {
    return switch (this) {
      case DURABLE -> AckLevel.ACK_LEVEL_DURABLE;
      case SIGNED -> AckLevel.ACK_LEVEL_SIGNED;
      case WITNESSED -> AckLevel.ACK_LEVEL_WITNESSED;
    };
  }
}
