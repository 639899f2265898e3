/** Tests of how a server ends. */
@NullMarked
package dev.cairn.server;

import org.jspecify.annotations.NullMarked;
