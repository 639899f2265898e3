package dev.cairn.server.tiles;

/**
 * What of a log was found to be damaged.
 *
 * @param refusals how often a file was not served for it, at least 1
 * @param latest the last of them, in one line for an operator
 */
public record Damage(long refusals, String latest) {}
