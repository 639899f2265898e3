import { utf8 } from "./bytes.js";
import { requireOrigin, parseCheckpoint, verifyCheckpoint } from "./checkpoint.js";
import { Malformed, PolicyError, Uncheckable, Unverified } from "./errors.js";
import { claims, parseNote } from "./note.js";
import { parsePolicy } from "./policy.js";
import { checkWitnesses, logKeys } from "./quorum.js";
import { printable } from "./text.js";
import { ML_DSA_44_COSIGNATURE, parseVkey } from "./vkey.js";

/** How far in the future a cosignature's time may lie, in seconds: clocks differ. */
const SKEW = 300n;

/**
 * Whom the visitor trusts to speak for a log.
 * @typedef {object} Trust
 * @property {"vkey" | "policy"} kind
 * @property {string} text as the visitor gave it
 * @property {import("./vkey.js").VerifierKey} [key] of a vkey
 * @property {import("./policy.js").Policy} [policy]
 *
 * A head that holds under a trust.
 * @typedef {object} Trusted
 * @property {import("./checkpoint.js").SignedCheckpoint} signed
 * @property {import("./quorum.js").Part[] | null} parts the policy's witnesses; null under a vkey
 */

/**
 * Reads a vkey or a policy, whichever the text is.
 *
 * @param {string} text as pasted: white space around it does not matter
 * @returns {Promise<Trust>}
 */
export async function parseTrust(text) {
  const lines = text.replaceAll("\r\n", "\n").trim();
  if (lines === "") {
    throw new Malformed("there is neither a vkey nor a policy");
  }
  if (/^[^\s#]+$/.test(lines)) {
    return { kind: "vkey", text: lines, key: await parseVkey(lines) };
  }
  const policy = await parsePolicy(utf8(`${lines}\n`));
  if (policy.logs.length === 0) {
    throw new PolicyError(0, "names no log: add a line log <vkey>");
  }
  return { kind: "policy", text: `${lines}\n`, policy };
}

/** @param {Trust} trust @returns {import("./vkey.js").VerifierKey[]} the keys of one log */
export function keysFor(trust, origin) {
  return trust.kind === "vkey"
    ? [trust.key].filter((key) => key.name === origin)
    : logKeys(trust.policy, origin);
}

/**
 * Finds the key under which a note claims to be signed by its log.
 *
 * @param {Trust} trust
 * @param {import("./checkpoint.js").Checkpoint} checkpoint that of the note
 * @param {import("./note.js").Note} note
 */
export function chooseKey(trust, checkpoint, note) {
  if (trust.kind === "vkey") {
    requireOrigin(checkpoint, trust.key);
    return trust.key;
  }
  const keys = keysFor(trust, checkpoint.origin);
  if (keys.length === 0) {
    throw new Unverified(`the policy trusts no log of the name ${printable(checkpoint.origin)}`);
  }
  const checkable = keys.filter(({ type }) => type !== ML_DSA_44_COSIGNATURE);
  if (checkable.length === 0) {
    throw new Uncheckable(
      `the policy has only an ML-DSA-44 key for ${printable(checkpoint.origin)}, ` +
        "which cannot be checked in this browser",
    );
  }
  const claimed = (key) => note.signatures.some((line) => claims(line, key));
  return checkable.find(claimed) ?? checkable[0];
}

/**
 * Verifies a head under a trust: log signature, and every cosignature by a witness of the policy. That
 * these are a quorum is not asked.
 *
 * @param {Uint8Array} bytes of the signed note
 * @param {Trust} trust
 * @returns {Promise<Trusted>}
 */
export async function openTrusted(bytes, trust) {
  const note = parseNote(bytes);
  const checkpoint = await parseCheckpoint(note.text);
  const key = chooseKey(trust, checkpoint, note);
  const signed = await verifyCheckpoint(checkpoint, note, key);
  return { signed, parts: await witnessesOf(trust, signed) };
}

/** The policy's witnesses and what became of each; null under a vkey. */
export function witnessesOf(trust, signed) {
  return trust.kind === "policy" ? checkWitnesses(trust.policy, signed, timesNow()) : null;
}

/** @returns {import("./quorum.js").Times} */
function timesNow() {
  return { now: BigInt(Math.floor(Date.now() / 1000)), skew: SKEW };
}
