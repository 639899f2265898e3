import { concat, equal, readUint64, utf8 } from "./bytes.js";
import { verifyEd25519 } from "./crypto.js";
import { Misuse, Uncheckable } from "./errors.js";
import { claims, verifyNote } from "./note.js";
import { MAX_NUMBER } from "./text.js";
import { ED25519, ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE } from "./vkey.js";

/**
 * Cosignatures of checkpoints (C2SP tlog-cosignature): a time in seconds, 8 bytes big-endian, and a
 * signature over the time and the checkpoint.
 *
 * @typedef {import("./vkey.js").VerifierKey} VerifierKey
 * @typedef {import("./note.js").NoteVerifier} NoteVerifier
 * @typedef {import("./note.js").SignatureLine} SignatureLine
 */

const TIME_BYTES = 8;
const ED25519_BYTES = TIME_BYTES + 64;
const ML_DSA_44_BYTES = TIME_BYTES + 2420;

/** @param {VerifierKey} key @returns {NoteVerifier} of a log's own signatures */
export function logVerifier(key) {
  switch (key.type) {
    case ED25519:
      return {
        key,
        verify: (text, signature) => verifyEd25519(key.publicKey, text, signature),
      };
    case ED25519_COSIGNATURE:
      return cosignatureVerifier(key);
    default:
      throw new Uncheckable(
        `the log key ${key.identity} is of ML-DSA-44, which cannot be checked in this browser`,
      );
  }
}

/**
 * A verifier of one cosigner's Ed25519 signatures. It refuses time 0, which makes no statement that a
 * checkpoint could use, and times from 2^63 on.
 *
 * @param {VerifierKey} key
 * @returns {NoteVerifier}
 */
function cosignatureVerifier(key) {
  return {
    key,
    async verify(text, timed) {
      if (timed.length < TIME_BYTES) {
        return false;
      }
      const time = readUint64(timed);
      if (time < 1n || time > MAX_NUMBER) {
        return false;
      }
      const message = concat(utf8(`cosignature/v1\ntime ${time}\n`), text);
      return verifyEd25519(key.publicKey, message, timed.slice(TIME_BYTES));
    },
  };
}

/**
 * When a witness cosigned a checkpoint: the latest time, if it did so more than once. One bad line by
 * the witness refuses the whole note.
 *
 * @param {import("./checkpoint.js").SignedCheckpoint} signed
 * @param {VerifierKey} witness
 * @returns {Promise<bigint | null>} seconds since the epoch; null if there is no line by the witness
 */
export async function cosignedAt(signed, witness) {
  if (equal(witness.publicKey, signed.log.publicKey)) {
    throw new Misuse(`the log's key ${signed.log.identity} is no witness of it`);
  }
  if (witness.type === ED25519) {
    throw new Misuse(`key ${witness.identity} makes no cosignatures`);
  }
  const lines = signed.note.signatures.filter((line) => claims(line, witness));
  if (lines.length === 0) {
    return null;
  }
  if (witness.type === ML_DSA_44_COSIGNATURE) {
    throw new Uncheckable(
      `the cosignature by ${witness.identity} is of ML-DSA-44, which cannot be checked in this browser`,
    );
  }
  await verifyNote(signed.note, [cosignatureVerifier(witness)]);
  return lines.map(({ signature }) => readUint64(signature)).reduce((a, b) => (a > b ? a : b));
}

/**
 * What time a line states, if it looks like a cosignature; nothing is verified.
 *
 * @param {SignatureLine} line
 * @returns {bigint | null} seconds since the epoch
 */
export function claimedTime({ signature }) {
  if (signature.length !== ED25519_BYTES && signature.length !== ML_DSA_44_BYTES) {
    return null;
  }
  const time = readUint64(signature);
  return time > 0n && time <= MAX_NUMBER ? time : null;
}
