import { concat, parseBase64, parseHash, parseUtf8, toBase64, utf8 } from "./bytes.js";
import { parseCheckpoint, verifyCheckpoint } from "./checkpoint.js";
import { Malformed } from "./errors.js";
import { verifyInclusion } from "./merkle.js";
import { parseNote } from "./note.js";
import { parseDecimal } from "./text.js";

const MAX_BYTES = 2_000_000;
const MAX_HASHES = 63;
const HEADER = "c2sp.org/tlog-proof@v1\n";
const EXTRA = "extra ";
const INDEX = "index ";

/**
 * A proof, checkable offline, that a log has an entry (C2SP tlog-proof). Nothing in it may be believed
 * before it is verified, and the extra data not even then.
 * @typedef {object} TlogProof
 * @property {Uint8Array} extra opaque; empty if there is none
 * @property {bigint} index the claimed position
 * @property {Uint8Array[]} hashes the inclusion proof, the leaf's sibling first
 * @property {import("./checkpoint.js").Checkpoint} checkpoint
 * @property {import("./note.js").Note} note
 */

/**
 * Parses a proof; nothing is verified. `formatProof` of the result gives the same bytes.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<TlogProof>}
 */
export async function parseProof(bytes) {
  if (bytes.length > MAX_BYTES) {
    throw new Malformed(`proof is larger than ${MAX_BYTES} bytes`);
  }
  const text = parseUtf8("proof", bytes);
  if (!text.startsWith(HEADER)) {
    throw new Malformed(`proof does not start with ${HEADER.trim()}`);
  }
  const blankLine = text.indexOf("\n\n");
  if (blankLine < HEADER.length) {
    throw new Malformed("proof has no blank line after its index and hashes");
  }
  const note = parseNote(utf8(text.slice(blankLine + 2)));
  const lines = text.slice(HEADER.length, blankLine).split("\n", 2 + MAX_HASHES + 1);
  const extra = lines[0].startsWith(EXTRA) ? parseExtra(lines.shift()) : new Uint8Array(0);
  if (!lines[0]?.startsWith(INDEX)) {
    throw new Malformed("proof has no index line");
  }
  const index = parseDecimal("index", lines.shift().slice(INDEX.length));
  if (lines.length > MAX_HASHES) {
    throw new Malformed(`proof has more than ${MAX_HASHES} hashes`);
  }
  const hashes = lines.map(parseHash);
  return { extra, index, hashes, checkpoint: await parseCheckpoint(note.text), note };
}

function parseExtra(line) {
  const extra = parseBase64("extra data", line.slice(EXTRA.length));
  if (extra.length === 0) {
    throw new Malformed("extra line has no data");
  }
  return extra;
}

/**
 * @param {Pick<TlogProof, "extra" | "index" | "hashes" | "note">} proof
 * @returns {Uint8Array} in the only form that `parseProof` reads
 */
export function formatProof({ extra, index, hashes, note }) {
  const lines = hashes.map((hash) => `${toBase64(hash)}\n`).join("");
  const extraLine = extra.length > 0 ? `${EXTRA}${toBase64(extra)}\n` : "";
  return concat(utf8(`${HEADER}${extraLine}${INDEX}${index}\n${lines}\n`), note.bytes);
}

/**
 * Verifies that the log has a leaf at the proof's index.
 *
 * @param {TlogProof} proof
 * @param {Uint8Array} leaf computed from the entry itself
 * @param {import("./vkey.js").VerifierKey} log
 * @returns {Promise<import("./checkpoint.js").SignedCheckpoint>} for the cosignatures a policy asks for
 */
export async function verifyProof(proof, leaf, log) {
  const signed = await verifyCheckpoint(proof.checkpoint, proof.note, log);
  await verifyInclusion(proof.index, leaf, signed.checkpoint.head, proof.hashes);
  return signed;
}
