/** The file of the index. */
@NullMarked
package dev.cairn.server.search.lmdb;

import org.jspecify.annotations.NullMarked;
