@NullMarked
package dev.cairn.server.store.journal;

import org.jspecify.annotations.NullMarked;
