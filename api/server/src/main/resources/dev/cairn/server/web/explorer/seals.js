import { equal, requireHash, toBase64, utf8 } from "./bytes.js";
import { verifyEd25519 } from "./crypto.js";
import { Malformed, Uncheckable, Unverified } from "./errors.js";
import { parseEvent } from "./event.js";
import { inclusionRoot, leafHash } from "./merkle.js";
import { ED25519, parseVkey } from "./vkey.js";

const MAX_RUN = 256n;
const KEY_TYPE = "dev.cairn.producer.key";

/**
 * Verifies that the log's key sealed an event at its collection.
 *
 * @param {import("./event.js").LoggedEvent} logged
 * @param {import("./vkey.js").VerifierKey} key the log's
 */
export function verifyCollected({ collected, collectorSeal }, key) {
  return verifySeal("cairn.dev/collected-run/v1", key, 0n, collected, collectorSeal);
}

/**
 * Verifies that a producer's key sealed an event in its chain.
 *
 * @param {import("./event.js").LoggedEvent} logged with a link
 * @param {import("./vkey.js").VerifierKey} key the one that was the producer's at that place of its chain
 */
export function verifyProduced({ produced, producerSeal, link }, key) {
  if (link.producer !== key.name) {
    throw new Unverified("the key is not the producer's");
  }
  const first = link.sequence - producerSeal.position;
  return verifySeal("cairn.dev/produced-run/v1", key, first, produced, producerSeal);
}

async function verifySeal(kind, key, first, member, seal) {
  if (key.type !== ED25519) {
    throw new Uncheckable("seals are of Ed25519, and the key is not");
  }
  if (seal.count < 1n || seal.count > MAX_RUN) {
    throw new Unverified(`a run has 1 to ${MAX_RUN} members, not ${seal.count}`);
  }
  if (!equal(seal.keyId.toReversed(), key.keyId)) {
    throw new Unverified(`it is sealed by another key than ${key.identity}`);
  }
  const path = seal.path.map(requireHash);
  const root = await inclusionRoot(seal.position, await leafHash(member), seal.count, path);
  const text = `${kind}\n${key.name}\n${first} ${seal.count}\n${toBase64(root)}\n`;
  if (!(await verifyEd25519(key.publicKey, utf8(text), seal.signature))) {
    throw new Unverified(`the signature is not one of ${key.identity}`);
  }
}

/**
 * Reads the event by which a producer names a key, and verifies that the key's owner signed for it.
 *
 * @param {Uint8Array} entry
 * @param {string} producer whose chain it must be in
 * @returns {Promise<{key: import("./vkey.js").VerifierKey, sequence: bigint}>}
 */
export async function parseKeyEvent(entry, producer) {
  const { event, link } = parseEvent(entry);
  const { targets, attributes } = event;
  if (event.type !== KEY_TYPE || link?.producer !== producer || targets.length !== 1) {
    throw new Malformed("the entry does not name a key of the producer");
  }
  const key = await parseVkey(targets[0].id);
  if (key.name !== producer || key.type !== ED25519) {
    throw new Malformed("the key that it names is not an Ed25519 key of the producer");
  }
  const possession = attributes.length === 1 ? attributes[0] : {};
  const claim = utf8(`cairn.dev/producer-key/v1\n${key.text}\n${link.sequence}\n`);
  const isOwn = await verifyEd25519(key.publicKey, claim, possession.data ?? new Uint8Array(0));
  if (possession.name !== "possession" || !isOwn) {
    throw new Unverified(`the owner of ${key.identity} has not signed for it`);
  }
  return { key, sequence: link.sequence };
}

/** The filter that finds the key events of a producer before a place in its chain, or at its very start. */
export function keyFilter({ producer, sequence }) {
  const place = sequence === 0n ? "sequence = 0" : `sequence < ${sequence}`;
  return `producer = ${quoted(producer)} AND type = "${KEY_TYPE}" AND ${place}`;
}

/** A text as a filter has it: nothing in it stands for anything else. @param {string} text */
export function quoted(text) {
  return `"${text.replace(/[\\"*]/g, "\\$&")}"`;
}
