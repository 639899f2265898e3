import { concat, equal, fromHex, parseBase64, toBase64, toHex, utf8 } from "./bytes.js";
import { sha256 } from "./crypto.js";
import { isPrimeOrderPoint } from "./edwards.js";
import { Malformed } from "./errors.js";
import { isLine } from "./text.js";

/** Ed25519 over a note's text. */
export const ED25519 = 0x01;
/** Ed25519 over a time and a checkpoint's text (C2SP tlog-cosignature). */
export const ED25519_COSIGNATURE = 0x04;
/** ML-DSA-44 over a time and a tree head: WebCrypto has none, so it cannot be checked here. */
export const ML_DSA_44_COSIGNATURE = 0x06;

const MAX_LENGTH = 8192;
const MAX_ML_DSA_NAME_BYTES = 255;

/**
 * A public key with the name and type that it is trusted under (C2SP signed-note, vkey).
 * @typedef {object} VerifierKey
 * @property {string} name a log's is its origin
 * @property {number} type one of the three above
 * @property {Uint8Array} publicKey 32 bytes for Ed25519, 1,312 for ML-DSA-44
 * @property {Uint8Array} keyId 4 bytes
 * @property {string} identity name and key ID: what tells keys apart in a message
 * @property {string} text the vkey
 */

/**
 * Parses `<name>+<key ID, 8 lowercase hex digits>+<base64 of type and public key>`.
 *
 * @param {string} vkey
 * @returns {Promise<VerifierKey>}
 */
export async function parseVkey(vkey) {
  if (vkey.length > MAX_LENGTH) {
    throw new Malformed(`vkey is longer than ${MAX_LENGTH} characters`);
  }
  const first = vkey.indexOf("+");
  const second = vkey.indexOf("+", first + 1);
  if (first < 0 || second < 0) {
    throw new Malformed("vkey is not of the form <name>+<key ID>+<key>");
  }
  const hex = vkey.slice(first + 1, second);
  if (!/^[0-9a-f]{8}$/.test(hex)) {
    throw new Malformed("vkey's key ID is not 8 lowercase hex digits");
  }
  const typeAndKey = parseBase64("vkey's key", vkey.slice(second + 1));
  if (typeAndKey.length === 0) {
    throw new Malformed("vkey's key is empty");
  }
  const type = typeAndKey[0];
  const name = vkey.slice(0, first);
  checkType(type);
  checkName(name, type);
  const publicKey = typeAndKey.slice(1);
  if (!equal(fromHex(hex), await keyIdOf(name, type, publicKey))) {
    throw new Malformed("vkey's key ID does not belong to its name and key");
  }
  return makeKey(name, type, publicKey);
}

/**
 * The key of these bytes, for formats that have no vkey.
 *
 * @returns {Promise<VerifierKey>}
 */
export async function makeKey(name, type, publicKey) {
  checkName(name, type);
  if (type === ML_DSA_44_COSIGNATURE) {
    if (publicKey.length !== 1312) {
      throw new Malformed("ML-DSA-44 public key is not 1312 bytes");
    }
  } else if (publicKey.length !== 32) {
    throw new Malformed("Ed25519 public key is not 32 bytes");
  } else if (!isPrimeOrderPoint(publicKey)) {
    throw new Malformed("Ed25519 public key is not a point of the prime-order group");
  }
  const keyId = await keyIdOf(name, type, publicKey);
  const identity = `${name}+${toHex(keyId)}`;
  const text = `${identity}+${toBase64(concat(Uint8Array.of(type), publicKey))}`;
  return { name, type, publicKey, keyId, identity, text };
}

/** SHA-256(name, U+000A, type, public key), its first four bytes. */
export async function keyIdOf(name, type, publicKey) {
  const hash = await sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey));
  return hash.slice(0, 4);
}

/** Refuses a name that may not stand in a signature line (C2SP signed-note, "Format"). */
export function checkKeyName(name) {
  if (name === "") {
    throw new Malformed("key name is empty");
  }
  if (name.includes("+")) {
    throw new Malformed("key name has a '+'");
  }
  if (!isLine(name)) {
    throw new Malformed("key name has a control character or is not valid Unicode");
  }
  if (/\p{White_Space}/u.test(name)) {
    throw new Malformed("key name has a space");
  }
}

function checkName(name, type) {
  checkKeyName(name);
  if (type === ML_DSA_44_COSIGNATURE && utf8(name).length > MAX_ML_DSA_NAME_BYTES) {
    throw new Malformed("name of an ML-DSA-44 key is longer than 255 bytes");
  }
}

function checkType(type) {
  if (![ED25519, ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE].includes(type)) {
    throw new Malformed(
      `vkey has the unsupported signature type 0x${type.toString(16).padStart(2, "0")}`,
    );
  }
}
