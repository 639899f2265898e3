/**
 * Audit events: the rules they keep, and their form in the log.
 *
 * <p>No network and no files enter here.
 */
@NullMarked
package dev.cairn.event;

import org.jspecify.annotations.NullMarked;
