/** Tests of the scrub: each kind of damage, its pace, and that it goes on where it was. */
@NullMarked
package dev.cairn.server.scrub;

import org.jspecify.annotations.NullMarked;
