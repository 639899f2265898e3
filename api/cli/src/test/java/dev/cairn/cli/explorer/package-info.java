/** The explorer in a real browser, against real servers. */
@NullMarked
package dev.cairn.cli.explorer;

import org.jspecify.annotations.NullMarked;
