package dev.cairn.witness.store;

import dev.cairn.tree.merkle.Hash;

/**
 * A log to be added.
 *
 * @param originHash SHA-256 of the log's origin
 * @param vkey the verifier key that is trusted for the log
 */
public record NewLog(Hash originHash, String vkey) {}
