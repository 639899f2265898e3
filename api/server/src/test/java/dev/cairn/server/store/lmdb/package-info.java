/** Tests of the storage on LMDB. */
@NullMarked
package dev.cairn.server.store.lmdb;

import org.jspecify.annotations.NullMarked;
