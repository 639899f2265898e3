/** Filters: what they let through, where they are wrong, and that they read as they are written. */
@NullMarked
package dev.cairn.event.filter;

import org.jspecify.annotations.NullMarked;
