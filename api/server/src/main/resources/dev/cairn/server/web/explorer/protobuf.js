import { parseUtf8 } from "./bytes.js";
import { Malformed } from "./errors.js";

/**
 * Reads serialized messages of protocol buffers: as much of the wire format as events need. What can be
 * read in two ways is refused, so that everybody who reads the bytes sees the same.
 */

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;
const MAX_VARINT_BYTES = 10;
const MAX_FIELD_NUMBER = 2n ** 29n - 1n;

/**
 * How a field is read.
 * @typedef {object} Kind
 * @property {number} type on the wire
 * @property {unknown} [absent] the value of a field that is not there
 * @property {boolean} [isList]
 * @property {(raw: bigint | Uint8Array, what: string) => unknown} read
 *
 * The fields of a message by their numbers: the name, and how it is read.
 * @typedef {Record<number, [string, Kind]>} Schema
 */

/** @type {Kind} */
export const TEXT = { type: LENGTH, absent: "", read: (raw, what) => parseUtf8(what, raw) };
/** @type {Kind} */
export const BYTES = { type: LENGTH, absent: new Uint8Array(0), read: (raw) => raw };
/** A signed number of 64 bits, as a bigint. @type {Kind} */
export const INTEGER = { type: VARINT, absent: 0n, read: (raw) => BigInt.asIntN(64, raw) };
/** A signed number of 32 bits or an enum, as a bigint. @type {Kind} */
export const SHORT = {
  type: VARINT,
  absent: 0n,
  read(raw, what) {
    const value = BigInt.asIntN(64, raw);
    if (value !== BigInt.asIntN(32, value)) {
      throw new Malformed(`${what} is not a number of 32 bits`);
    }
    return value;
  },
};
/** @type {Kind} */
export const FLAG = { type: VARINT, absent: false, read: (raw) => raw !== 0n };
/** @type {Kind} */
export const FOUR_BYTES = { type: FIXED32, absent: new Uint8Array(4), read: (raw) => raw };
/** @type {Kind} */
export const NUMBER = {
  type: FIXED64,
  absent: 0,
  read: (raw) => new DataView(raw.buffer, raw.byteOffset).getFloat64(0, true),
};

/** A message in a message; absent it is null. @param {Schema} schema @returns {Kind} */
export function message(schema) {
  return { type: LENGTH, absent: null, read: (raw, what) => parse(what, raw, schema).value };
}

/** A field of a oneof: absent it is null, whatever its kind. @param {Kind} kind @returns {Kind} */
export function oneof(kind) {
  return { ...kind, absent: null };
}

/** @param {Kind} kind @returns {Kind} */
export function list(kind) {
  return { ...kind, isList: true };
}

/**
 * Parses a message.
 *
 * @param {string} what names it in the refusal
 * @param {Uint8Array} bytes
 * @param {Schema} schema
 * @returns {{value: object, unknown: number[], ends: Record<number, number>}} the fields by their names;
 *     the numbers of those that the schema does not have; where each field ends, if it is there
 */
export function parse(what, bytes, schema) {
  const value = {};
  for (const [name, { isList, absent }] of Object.values(schema)) {
    value[name] = isList ? [] : absent;
  }
  const unknown = [];
  const ends = {};
  for (let at = 0; at < bytes.length;) {
    const field = readField(what, bytes, at);
    at = field.end;
    const [name, kind] = schema[field.number] ?? [];
    if (kind === undefined) {
      unknown.push(field.number);
      continue;
    }
    if (field.type !== kind.type || (!kind.isList && field.number in ends)) {
      throw new Malformed(`${what} has the field ${name} twice, or of another type`);
    }
    ends[field.number] = at;
    const read = kind.read(field.raw, `${what}.${name}`);
    kind.isList ? value[name].push(read) : (value[name] = read);
  }
  return { value, unknown, ends };
}

/** The field that begins at a byte. */
function readField(what, bytes, at) {
  const tag = readVarint(what, bytes, at);
  const number = tag.value >> 3n;
  const type = Number(tag.value & 7n);
  if (number < 1n || number > MAX_FIELD_NUMBER) {
    throw new Malformed(`${what} has a field without a valid number`);
  }
  const field = { number: Number(number), type };
  switch (type) {
    case VARINT: {
      const { value, end } = readVarint(what, bytes, tag.end);
      return { ...field, raw: value, end };
    }
    case FIXED64:
      return { ...field, ...take(what, bytes, tag.end, 8n) };
    case FIXED32:
      return { ...field, ...take(what, bytes, tag.end, 4n) };
    case LENGTH: {
      const length = readVarint(what, bytes, tag.end);
      return { ...field, ...take(what, bytes, length.end, length.value) };
    }
    default:
      throw new Malformed(`${what} has a field of a wire type that no event has`);
  }
}

function take(what, bytes, start, length) {
  if (length > BigInt(bytes.length - start)) {
    throw new Malformed(`${what} ends in the middle of a field`);
  }
  const end = start + Number(length);
  return { raw: bytes.subarray(start, end), end };
}

function readVarint(what, bytes, start) {
  let value = 0n;
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) {
      throw new Malformed(`${what} ends in the middle of a field`);
    }
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) {
      return { value: BigInt.asUintN(64, value), end: start + i + 1 };
    }
  }
  throw new Malformed(`${what} has a number of more than ${MAX_VARINT_BYTES} bytes`);
}
