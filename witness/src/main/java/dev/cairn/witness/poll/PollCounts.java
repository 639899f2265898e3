package dev.cairn.witness.poll;

/**
 * Attempts since the start, of all logs, by what came of them.
 *
 * @param cosigned whose checkpoint was cosigned
 * @param behind that saw an older checkpoint
 * @param failed that got nothing to cosign
 * @param forked that showed a fork
 */
public record PollCounts(long cosigned, long behind, long failed, long forked) {}
