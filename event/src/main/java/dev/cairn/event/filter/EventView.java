package dev.cairn.event.filter;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.Collection;
import dev.cairn.audit.v1.Link;
import java.util.Optional;

/**
 * What a filter sees of an event in the log.
 *
 * @param index its index in the log
 * @param event the event
 * @param link its place in its producer's chain; empty if it is not sealed
 * @param collection what the collector says of it
 */
public record EventView(long index, AuditEvent event, Optional<Link> link, Collection collection) {}
