/** Tests of finding entries by their leaf hashes. */
@NullMarked
package dev.cairn.server.index;

import org.jspecify.annotations.NullMarked;
