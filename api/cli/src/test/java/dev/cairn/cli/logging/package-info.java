/** Tests of what log lines may cost. */
@NullMarked
package dev.cairn.cli.logging;

import org.jspecify.annotations.NullMarked;
