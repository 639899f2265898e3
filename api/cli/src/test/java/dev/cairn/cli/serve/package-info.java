/** Tests of how a server is configured. */
@NullMarked
package dev.cairn.cli.serve;

import org.jspecify.annotations.NullMarked;
