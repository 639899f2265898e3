/** Tests of what is signed, and when. */
@NullMarked
package dev.cairn.server.publish;

import org.jspecify.annotations.NullMarked;
