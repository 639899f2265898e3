package dev.cairn.server.tiles;

import java.nio.ByteBuffer;

/**
 * An entry bundle as it is sent.
 *
 * @param bytes read-only; not to be read forward
 * @param packed whether they are compressed by gzip
 */
public record BundleFile(ByteBuffer bytes, boolean packed) {}
