/**
 * {@code cairn bench micro}: how fast the parts are, by JMH.
 *
 * <p>A <em>subject</em> is one operation with the reference that it is compared to: {@code
 * MessageDigest} computing the same hashes one by one, a bare Ed25519 verification, bare LMDB. Each
 * runs in a JVM of its own, one right after the other.
 *
 * <pre>{@code
 * cairn bench micro store_commit --json
 * }</pre>
 *
 * <p>Nothing that needs a network enters here.
 */
@NullMarked
package dev.cairn.bench.micro;

import org.jspecify.annotations.NullMarked;
