package dev.cairn.witness.config;

import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.source.PollUrl;
import java.time.Duration;
import java.util.Optional;

/**
 * One log of the configuration file.
 *
 * @param key the key trusted for it; its name is the log's origin
 * @param url where it is polled; empty if it sends its checkpoints itself
 * @param interval from one good poll to the next
 */
public record ConfiguredLog(VerifierKey key, Optional<PollUrl> url, Duration interval) {}
