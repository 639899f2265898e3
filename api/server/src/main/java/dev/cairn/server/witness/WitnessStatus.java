package dev.cairn.server.witness;

import java.time.Instant;
import java.util.Optional;

/**
 * How a witness keeps up.
 *
 * @param name its name in the policy
 * @param cosignedSize size of the newest checkpoint that it has cosigned since the start; 0: none
 * @param cosignedTime when, by its own clock
 * @param lateSince since when it owes a cosignature, by this machine's clock
 * @param trouble why, in one line; empty if it is in time or has not answered at all yet
 */
public record WitnessStatus(
    String name,
    long cosignedSize,
    Optional<Instant> cosignedTime,
    Optional<Instant> lateSince,
    String trouble) {}
