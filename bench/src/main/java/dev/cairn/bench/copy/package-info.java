/**
 * How fast a log is copied to static files: from its store, and over HTTP from a server.
 *
 * <pre>{@code
 * cairn bench export --entries 1000000
 * cairn bench mirror --entries 1000000 --json
 * }</pre>
 *
 * <p>The references are what the copy cannot do without: hashing the entries, and writing as many
 * bytes to disk. How files are copied does not enter here.
 */
@NullMarked
package dev.cairn.bench.copy;

import org.jspecify.annotations.NullMarked;
