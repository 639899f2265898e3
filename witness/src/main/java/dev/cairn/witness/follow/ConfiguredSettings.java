package dev.cairn.witness.follow;

import dev.cairn.http.serve.HttpLimits;
import dev.cairn.witness.config.PollDefaults;
import dev.cairn.witness.config.WitnessConfig;
import dev.cairn.witness.node.WitnessSettings;
import dev.cairn.witness.poll.PollSettings;

/** What a configuration file means for the parts of a witness. */
public final class ConfiguredSettings {
  private ConfiguredSettings() {}

  /** Where the witness listens and what it admits. */
  public static WitnessSettings of(WitnessConfig config) {
    HttpLimits defaults = HttpLimits.DEFAULT;
    return new WitnessSettings(
        config.http(),
        config.grpc(),
        new HttpLimits(
            defaults.connections(),
            defaults.connectionsPerPeer(),
            config.limits().requestTimeout(),
            defaults.idle(),
            defaults.drain()),
        config.limits().maxInFlightPerPeer(),
        config.limits().maxInFlight());
  }

  static PollSettings poll(WitnessConfig config) {
    PollDefaults poll = config.poll();
    return new PollSettings(poll.timeout(), poll.longestInterval(), poll.maxConcurrent());
  }
}
