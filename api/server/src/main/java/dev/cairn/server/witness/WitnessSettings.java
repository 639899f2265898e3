package dev.cairn.server.witness;

import dev.cairn.tree.policy.WitnessPolicy;

/**
 * Whom a log's heads are cosigned by.
 *
 * @param policy the witnesses and their quorum
 * @param timing when they are asked
 */
public record WitnessSettings(WitnessPolicy policy, WitnessTiming timing) {}
