package dev.cairn.witness.store;

import dev.cairn.tree.merkle.Hash;

/**
 * A log as it is stored; nothing of it is verified.
 *
 * @param originHash SHA-256 of the log's origin
 * @param vkey the verifier key that is trusted for the log
 * @param head the newest checkpoint that was to be cosigned, a signed note; empty if none ever was
 */
public record StoredLog(Hash originHash, String vkey, String head) {}
