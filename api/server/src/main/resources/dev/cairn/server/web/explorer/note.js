import { concat, equal, parseBase64, parseUtf8, toBase64, utf8 } from "./bytes.js";
import { Malformed, Misuse, Unverified } from "./errors.js";
import { checkKeyName } from "./vkey.js";

/** @typedef {import("./vkey.js").VerifierKey} VerifierKey */

const MAX_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const PREFIX = "\u2014 ";

/**
 * One signature line: who claims to have signed, and the signature.
 * @typedef {{name: string, keyId: Uint8Array, signature: Uint8Array}} SignatureLine
 *
 * A text with its signatures (C2SP signed-note); nothing is verified yet.
 * @typedef {{text: string, signatures: SignatureLine[], bytes: Uint8Array}} Note
 *
 * How a key's signatures over a text are verified.
 * @typedef {object} NoteVerifier
 * @property {VerifierKey} key
 * @property {(text: Uint8Array, signature: Uint8Array) => Promise<boolean>} verify
 */

/**
 * Parses a note; nothing is verified. `formatNote` of the result gives the same bytes.
 *
 * @param {Uint8Array} bytes
 * @returns {Note}
 */
export function parseNote(bytes) {
  if (bytes.length > MAX_BYTES) {
    throw new Malformed(`note is larger than ${MAX_BYTES} bytes`);
  }
  const whole = parseUtf8("note", bytes);
  const blankLine = whole.lastIndexOf("\n\n");
  if (blankLine < 0) {
    throw new Malformed("note has no blank line before its signatures");
  }
  const text = whole.slice(0, blankLine + 1);
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) {
    throw new Malformed("note text has a control character");
  }
  const lines = whole.slice(blankLine + 2);
  if (lines === "") {
    throw new Malformed("note has no signatures");
  }
  if (!lines.endsWith("\n")) {
    // Lines above the cut are read first, so that the refusal names the first fault.
    lines.split("\n").slice(0, -1).forEach(parseLine);
    throw new Malformed("note does not end with a newline");
  }
  const parts = lines.slice(0, -1).split("\n", MAX_SIGNATURES + 1);
  if (parts.length > MAX_SIGNATURES) {
    throw new Malformed(`note has more than ${MAX_SIGNATURES} signatures`);
  }
  return { text, signatures: parts.map(parseLine), bytes };
}

/** @param {string} line without its newline @returns {SignatureLine} */
function parseLine(line) {
  if (!line.startsWith(PREFIX)) {
    throw new Malformed("signature line does not start with an em dash and a space");
  }
  const space = line.indexOf(" ", PREFIX.length);
  if (space < 0) {
    throw new Malformed("signature line has no signature after the key name");
  }
  const name = line.slice(PREFIX.length, space);
  checkKeyName(name);
  const blob = parseBase64("signature", line.slice(space + 1));
  if (blob.length <= 4) {
    throw new Malformed("signature has fewer than 5 bytes");
  }
  return { name, keyId: blob.slice(0, 4), signature: blob.slice(4) };
}

/** @param {Note} note @returns {Uint8Array} in the only form that `parseNote` reads */
export function formatNote({ text, signatures }) {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `${PREFIX}${name} ${toBase64(concat(keyId, signature))}\n`,
  );
  return utf8(`${text}\n${lines.join("")}`);
}

/**
 * Whether a line claims to be by a key: same name and same key ID. Nothing is verified.
 *
 * @param {SignatureLine} line
 * @param {VerifierKey} key
 */
export function claims(line, key) {
  return line.name === key.name && equal(line.keyId, key.keyId);
}

/**
 * Verifies the signatures of known keys. Lines by other keys are ignored, also if they share a known
 * key's name or ID but not both. One bad line of a known key refuses the whole note.
 *
 * @param {Note} note
 * @param {NoteVerifier[]} known
 * @returns {Promise<SignatureLine[]>} the first good line of each known key that signed, in the note's
 *     order
 */
export async function verifyNote(note, known) {
  requireDistinctKeys(known.map(({ key }) => key));
  const text = utf8(note.text);
  const good = [];
  for (const line of note.signatures) {
    for (const { key, verify } of known) {
      if (!claims(line, key)) {
        continue;
      }
      if (!(await verify(text, line.signature))) {
        throw new Unverified(`signature by ${key.identity} does not verify`);
      }
      if (!good.some((earlier) => claims(earlier, key))) {
        good.push(line);
      }
    }
  }
  if (good.length === 0) {
    throw new Unverified("note has no signature by a known key");
  }
  return good;
}

function requireDistinctKeys(keys) {
  keys.forEach((key, i) => {
    const same = keys.slice(0, i).find((other) => equal(other.publicKey, key.publicKey));
    if (same) {
      throw new Misuse(`known keys ${same.identity} and ${key.identity} are one public key`);
    }
  });
}
