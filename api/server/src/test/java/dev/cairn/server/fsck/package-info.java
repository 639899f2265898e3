/** Tests of the check of a whole store: each kind of damage, and damage at random. */
@NullMarked
package dev.cairn.server.fsck;

import org.jspecify.annotations.NullMarked;
