package dev.cairn.recorder.grpc;

import io.grpc.Attributes;
import io.grpc.Metadata;

/**
 * A call as it arrives.
 *
 * @param method the full name: {@code shop.v1.Orders/PlaceOrder}
 * @param headers what came with it; not to be changed
 * @param attributes of its transport
 */
public record CallDetails(String method, Metadata headers, Attributes attributes) {}
