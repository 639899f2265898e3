import { equal, parseHash } from "./bytes.js";
import { logVerifier } from "./cosignature.js";
import { Malformed, Unverified } from "./errors.js";
import { emptyRoot } from "./merkle.js";
import { claims, parseNote, verifyNote } from "./note.js";
import { isLine, parseDecimal } from "./text.js";

/**
 * A log's statement of its tree head (C2SP tlog-checkpoint).
 * @typedef {object} Checkpoint
 * @property {string} origin the log's name, compared as it is
 * @property {import("./merkle.js").TreeHead} head
 * @property {string[]} extensions further lines
 *
 * A checkpoint with its log's good signature; its other signatures are not verified by that.
 * @typedef {object} SignedCheckpoint
 * @property {Checkpoint} checkpoint
 * @property {import("./note.js").Note} note
 * @property {import("./vkey.js").VerifierKey} log the key that verified
 */

/**
 * Parses the text of a note: origin, tree size, root hash and extensions, a line each.
 *
 * @param {string} text
 * @returns {Promise<Checkpoint>}
 */
export async function parseCheckpoint(text) {
  if (!text.endsWith("\n")) {
    throw new Malformed("checkpoint does not end with a newline");
  }
  const lines = text.slice(0, -1).split("\n");
  if (lines.includes("")) {
    throw new Malformed("checkpoint has an empty line");
  }
  if (!lines.every(isLine)) {
    throw new Malformed("checkpoint has a control character or is not valid Unicode");
  }
  if (lines.length < 3) {
    throw new Malformed("checkpoint has fewer than three lines");
  }
  const [origin, decimal, base64, ...extensions] = lines;
  const size = parseDecimal("tree size", decimal);
  const root = parseHash(base64);
  if (size === 0n && !equal(root, await emptyRoot())) {
    throw new Malformed("checkpoint has size 0 and the root of a tree with leaves");
  }
  return { origin, head: { size, root }, extensions };
}

/**
 * Parses and verifies a log's checkpoint.
 *
 * @param {Uint8Array} bytes of the signed note
 * @param {import("./vkey.js").VerifierKey} log its name is the log's origin
 * @returns {Promise<SignedCheckpoint>}
 */
export async function openCheckpoint(bytes, log) {
  const note = parseNote(bytes);
  return verifyCheckpoint(await parseCheckpoint(note.text), note, log);
}

/**
 * Verifies that a parsed checkpoint is the log's.
 *
 * @param {Checkpoint} checkpoint that of the note's text
 * @param {import("./note.js").Note} note
 * @param {import("./vkey.js").VerifierKey} log
 * @returns {Promise<SignedCheckpoint>}
 */
export async function verifyCheckpoint(checkpoint, note, log) {
  requireOrigin(checkpoint, log);
  await verifyNote(note, [logVerifier(log)]);
  return { checkpoint, note, log };
}

/** Refuses a checkpoint of another log than the key's. */
export function requireOrigin(checkpoint, log) {
  if (checkpoint.origin !== log.name) {
    throw new Unverified(`checkpoint's origin is not ${log.name}`);
  }
}

/** Refuses the note if it has a bad line by another key of the same log. */
export async function requireNoBadLine(signed, otherKey) {
  if (signed.note.signatures.some((line) => claims(line, otherKey))) {
    await verifyNote(signed.note, [logVerifier(otherKey)]);
  }
}
