package dev.cairn.recorder.grpc;

/**
 * What became of the events of calls: offered = recorded + failed + those that the sink has not
 * decided.
 *
 * @param offered how many were to be recorded
 * @param recorded how many the sink has
 * @param failed how many it did not take; each is logged by its ID
 */
public record CallCounts(long offered, long recorded, long failed) {}
