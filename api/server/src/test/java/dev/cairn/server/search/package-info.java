/** Search: what the index finds is what reading the whole log finds, whatever happens to it. */
@NullMarked
package dev.cairn.server.search;

import org.jspecify.annotations.NullMarked;
