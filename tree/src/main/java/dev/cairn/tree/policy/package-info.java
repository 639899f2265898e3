/**
 * Which logs to trust, and which witnesses must have cosigned (C2SP tlog-policy).
 *
 * <p>A <em>policy</em> is a file of lines. It names the keys of trusted <em>logs</em>, the keys of
 * <em>witnesses</em>, <em>groups</em> of which all, any or a number of members are needed, and the
 * <em>quorum</em>: the one witness or group without which a checkpoint is not accepted, or {@code
 * none}. A name may be a member once in the whole file, so that no witness counts twice.
 *
 * <pre>
 * # Two of ours and one of theirs.
 * log log.example/2026+9be5d3c6+AYqI...                    https://log.example/2026
 * witness ours-1   w1.example/w+d9ed62c5+BO1J...           https://w1.example/
 * witness ours-2   w2.example/w+3c7dbb9a+BIqI...           https://w2.example/
 * witness theirs-1 other.example+50442f6f+Bnxy...
 * witness theirs-2 another.example+0f7e2d11+BPq0...
 * group ours all ours-1 ours-2
 * group theirs any theirs-1 theirs-2
 * group enough all ours theirs
 * quorum enough
 * </pre>
 *
 * <pre>{@code
 * WitnessPolicy policy = WitnessPolicy.parse(Files.readAllBytes(file));
 * SignedCheckpoint head = SignedCheckpoint.open(note, policy.logKeys(origin).getFirst());
 * Witnessed witnessed = policy.check(head, new CosignatureTimes(now, 300, OptionalLong.empty()));
 * }</pre>
 *
 * <h2>What is read</h2>
 *
 * <p>Lines end in a line feed, the last one too. Items are separated by spaces and tabs and by
 * nothing else. Of the control characters only these three may stand in a file; octets above 0x7f
 * mean nothing and are not normalised. Names are defined above their use, witnesses and groups in
 * one namespace. Every error is an error of the whole file.
 *
 * <p>Three dialects are read where they differ in form only:
 *
 * <ul>
 *   <li>An item that begins with {@code #} starts a comment to the end of its line (Sigsum,
 *       Tessera, torchwood). C2SP allows comments on lines of their own only, and names that begin
 *       with {@code #}: such a name cannot be defined here, so no file is read as two things.
 *       Within an item {@code #} is a character like others.
 *   <li>A key may be the 64 lowercase hex digits of an Ed25519 public key (Sigsum). For a log the
 *       origin is {@code sigsum.org/v1/tree/} and the hex digits of the key's SHA-256, as Sigsum's
 *       log specification derives it. For a witness it matches a signature line with any key name,
 *       if the line's key ID is the one of that name and this key.
 *   <li>A witness's vkey may have type 0x01 (Tessera): name and public key then stand for a
 *       cosigner of type 0x04, which has another key ID. A signature of type 0x01 is never a
 *       cosignature.
 * </ul>
 *
 * <p>What differs in meaning is not read: a threshold of 0 (Tessera) is an error, a URL is never
 * required (Tessera), and of several logs any one is enough (torchwood: all).
 *
 * <p>Nothing may enter that opens URLs, reads clocks or files, or decides what a URL is for.
 */
@NullMarked
package dev.cairn.tree.policy;

import org.jspecify.annotations.NullMarked;
