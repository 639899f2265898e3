/** Tests of the contract of storage, and an engine in memory to test others with. */
@NullMarked
package dev.cairn.server.store;

import org.jspecify.annotations.NullMarked;
