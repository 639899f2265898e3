/**
 * Events on their way from a service into the log, with real processes that are killed, a network
 * that fails, and clocks that jump.
 *
 * <p>A {@link dev.cairn.cli.delivery.RecordingService} is the service. It writes down in a journal
 * what it offers and what it is told; {@link dev.cairn.cli.delivery.Reconciliation} holds that
 * against the log, the outbox and the dead letters.
 */
@NullMarked
package dev.cairn.cli.delivery;

import org.jspecify.annotations.NullMarked;
