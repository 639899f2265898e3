import { Malformed } from "./errors.js";

/** The largest index, size and time: 2^63-1. */
export const MAX_NUMBER = 2n ** 63n - 1n;

/**
 * Parses a decimal number from 0 to 2^63-1: ASCII digits, no sign, no leading zero.
 *
 * @param {string} what names the number in the refusal
 * @param {string} text
 * @returns {bigint}
 */
export function parseDecimal(what, text) {
  if (text === "" || (text.length > 1 && text.startsWith("0"))) {
    throw new Malformed(`${what} is not a decimal number without leading zeros`);
  }
  if (!/^[0-9]+$/.test(text)) {
    throw new Malformed(`${what} has a character other than the digits 0 to 9`);
  }
  if (text.length > 19 || BigInt(text) > MAX_NUMBER) {
    throw new Malformed(`${what} is not below 2^63`);
  }
  return BigInt(text);
}

/**
 * Whether a text can be one line of a signed note: not empty, well-formed Unicode, no character below
 * U+0020. Only U+000A ends a line; U+0085 and U+2028 are ordinary characters.
 *
 * @param {string} text
 */
export function isLine(text) {
  return text !== "" && !/[\u0000-\u001f]/.test(text) && text.isWellFormed();
}

/**
 * A stranger's name or line for a person: what prints as nothing, as another space, as a new line or in
 * another direction is written as an escape.
 *
 * @param {string} text
 */
export function printable(text) {
  return text
    .replace(/(?! )[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]/gu, (char) => `\\u${hex(char, 4)}`)
    .replace(
      /\p{Cs}/gu,
      (octet) => `\\x${(octet.charCodeAt(0) & 0xff).toString(16).padStart(2, "0")}`,
    );
}

function hex(char, digits) {
  return char.codePointAt(0).toString(16).padStart(digits, "0");
}
