package dev.cairn.server.grpc;

/**
 * What strangers hold of a server at a moment.
 *
 * @param calls calls over the network under way
 * @param unreadBytes what waits to be read by callers
 * @param arrivingBytes what has arrived of requests that are not there in whole
 * @param refusedConnections how many connections were closed because there were too many, since the
 *     start
 */
public record GrpcLoad(int calls, long unreadBytes, long arrivingBytes, long refusedConnections) {}
