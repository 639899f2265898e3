/** Tests of how far a follower has come. */
@NullMarked
package dev.cairn.server.follow;

import org.jspecify.annotations.NullMarked;
