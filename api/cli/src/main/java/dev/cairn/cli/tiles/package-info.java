/**
 * The commands that make a folder of static files of a log.
 *
 * <pre>{@code
 * cairn export --data ./log --tiles ./public
 * cairn mirror --from https://log.example.com/ --to ./mirror --vkey KEY --follow
 * }</pre>
 *
 * <p>What is copied, and in which order, is decided in {@code dev.cairn.client.mirror}.
 */
@NullMarked
package dev.cairn.cli.tiles;

import org.jspecify.annotations.NullMarked;
