/**
 * The witness over gRPC: {@code cairn.witness.v1.WitnessService}, the twin of C2SP tlog-witness.
 * Health and reflection are beside it.
 *
 * <p>The table of errors is in witness.proto; {@code Statuses} is the one place that makes them.
 *
 * <pre>{@code
 * try (GrpcEndpoint grpc = GrpcEndpoint.start(witness, address, drain, admission)) { … }
 * }</pre>
 *
 * <p>The rules are elsewhere: here, messages become values and answers become messages.
 */
@NullMarked
package dev.cairn.witness.grpc;

import org.jspecify.annotations.NullMarked;
