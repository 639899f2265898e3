import { Malformed } from "./errors.js";

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const CHUNK = 8192;

/** @param {string} text @returns {Uint8Array} its UTF-8 */
export function utf8(text) {
  return new TextEncoder().encode(text);
}

/**
 * Decodes UTF-8. Nothing is replaced: overlong forms, surrogates and truncated sequences are refused,
 * and a byte order mark is kept as a character.
 *
 * @param {string} what names the bytes in the refusal
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function parseUtf8(what, bytes) {
  try {
    return STRICT.decode(bytes);
  } catch {
    throw new Malformed(`${what} is not valid UTF-8`);
  }
}

/** @param {...Uint8Array} parts @returns {Uint8Array} the parts, one after the other */
export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
export function equal(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** @param {Uint8Array} bytes @returns {string} lowercase hexadecimal digits */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} hex an even number of hexadecimal digits @returns {Uint8Array} */
export function fromHex(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {Uint8Array} bytes @returns {string} RFC 4648 section 4, padded */
export function toBase64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

/**
 * Parses padded standard base64. Missing padding, white space and non-zero trailing bits are refused:
 * bytes have one spelling.
 *
 * @param {string} what names the bytes in the refusal
 * @param {string} text
 * @returns {Uint8Array}
 */
export function parseBase64(what, text) {
  if (!BASE64.test(text)) {
    throw new Malformed(`${what} is not base64`);
  }
  let bytes;
  try {
    bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new Malformed(`${what} is not base64`);
  }
  if (toBase64(bytes) !== text) {
    throw new Malformed(`${what} is not canonical base64`);
  }
  return bytes;
}

/**
 * A hash in padded standard base64, 44 characters.
 *
 * @param {string} text
 * @returns {Uint8Array} 32 bytes
 */
export function parseHash(text) {
  if (text.length !== 44) {
    throw new Malformed(`a hash in base64 has 44 characters, not ${text.length}`);
  }
  return requireHash(parseBase64("a hash", text));
}

/** @param {Uint8Array} bytes @returns {Uint8Array} the same, if they are 32 */
export function requireHash(bytes) {
  if (bytes.length !== 32) {
    throw new Malformed(`a hash has 32 bytes, not ${bytes.length}`);
  }
  return bytes;
}

/** @param {Uint8Array} bytes at least 8 from `at` on @returns {bigint} big-endian, unsigned */
export function readUint64(bytes, at = 0) {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at);
}
