/**
 * The hashes of RFC 6962 §2.1 for many independent inputs at once, as fast as the machine can.
 *
 * <p>A <em>lane</em> computes one of them; a vector of the processor has 8 or 16 lanes. Hashes lie
 * side by side in byte arrays here, 32 bytes each.
 *
 * <pre>{@code
 * BatchHasher hasher = Lanes.newHasher();
 * byte[] leaves = new byte[entries.size() * BatchHasher.BYTES];
 * hasher.leaves(entries, leaves, 0);
 * hasher.roots(leaves, 0, 16, 4, root, 0); // the root over sixteen leaves
 * }</pre>
 *
 * <p>Which hasher is the fastest is measured, once there is much to hash: until {@link
 * dev.cairn.tree.lanes.Lanes#calibrate} has found lanes that are right and clearly faster, {@link
 * java.security.MessageDigest} is used, and it remains in use for what does not fill the lanes. The
 * lanes are SHA-256 in {@code jdk.incubator.vector}, a module that the JVM must be started with
 * ({@code --add-modules}); nothing here is compiled against it, and without it all works, slower.
 *
 * <p>No tree and no position enters here, no thread but the one that calibrates, and nothing of the
 * Vector API leaves.
 */
@NullMarked
package dev.cairn.tree.lanes;

import org.jspecify.annotations.NullMarked;
