/**
 * Witness policies as files: how commands read them, and the commands about them.
 *
 * <pre>{@code
 * cairn policy check policy.txt
 * }</pre>
 *
 * <p>What a policy means is the tree's matter; nothing here talks to a log or a witness.
 */
@NullMarked
package dev.cairn.cli.policy;

import org.jspecify.annotations.NullMarked;
