import { equal, utf8 } from "./bytes.js";
import { verifyEd25519 } from "./crypto.js";
import { Malformed, Uncheckable, Unverified } from "./errors.js";
import { parseEvent } from "./event.js";
import { grouped } from "./format.js";
import { quoted, verifyProduced } from "./seals.js";
import { ED25519, parseVkey } from "./vkey.js";

/** The most events that name a producer's keys that are followed. */
export const MAX_NAMED = 20;

const MAX_PAGES = 10;
const KEY_TYPE = "dev.cairn.producer.key";
const KEY_SOURCE = "urn:cairn:producers";

/**
 * A key, and the entry by which its producer names it.
 * @typedef {object} NamedKey
 * @property {bigint} index
 * @property {bigint} sequence the entry's place in the producer's chain
 * @property {import("./vkey.js").VerifierKey} key
 * @property {string} doubt why nothing gave the key its power; empty: the keys before it did
 */

/**
 * The entries that name a producer's keys up to a place of its chain, the oldest first, as the server finds
 * them.
 *
 * @param {{producer: string, sequence: bigint}} link
 * @param {import("./api.js").LogApi} api
 * @returns {Promise<{found: {index: bigint, data: Uint8Array}[], isAll: boolean}>} if not all: the first and
 *     the newest
 */
export async function findKeyEvents({ producer, sequence }, api) {
  const place = sequence === 0n ? "sequence = 0" : `sequence < ${sequence}`;
  const filter = `producer = ${quoted(producer)} AND type = "${KEY_TYPE}" AND ${place}`;
  const query = { filter, order: "oldest_first" };
  const found = [];
  let token = "";
  for (let page = 0; page === 0 || (token !== "" && page < MAX_PAGES && found.length <= MAX_NAMED); page++) {
    const answer = await api.events(token === "" ? query : { ...query, page_token: token }, MAX_NAMED);
    found.push(...answer.events);
    token = answer.nextPageToken;
  }
  if (found.some(({ index }, i) => i > 0 && index <= found[i - 1].index)) {
    throw new Uncheckable("the server shows the producer's keys in another order than asked for");
  }
  const isAll = token === "" && found.length <= MAX_NAMED;
  const newest = isAll ? [] : (await api.events({ filter }, 1)).events;
  const first = found.slice(0, MAX_NAMED).filter(({ index }) => index !== newest[0]?.index);
  return { found: [...first, ...newest], isAll };
}

/**
 * Follows a producer's keys: the oldest entry that names a first key, sealed by that key, and from there on
 * each entry that is sealed by the key before. What is no event that names a key is passed over.
 *
 * @param {{index: bigint, data: Uint8Array}[]} found the oldest first
 * @param {string} producer
 * @returns {Promise<NamedKey[]>}
 */
export async function followKeys(found, producer) {
  const keys = [];
  let last = null;
  for (const { index, data } of found) {
    const claim = await unlessRefused(() => parseKeyEvent(data, producer));
    if (claim === null) {
      continue;
    }
    const doubt = await doubtOf(claim, last);
    const named = { index, key: claim.key, sequence: claim.sequence, doubt };
    keys.push(named);
    last = doubt === "" ? named : last;
  }
  return keys;
}

async function doubtOf({ logged, key, sequence }, last) {
  if (last === null && sequence > 0n) {
    return "no first key of the producer comes before it";
  }
  if (last !== null && sequence <= last.sequence) {
    return `entry ${grouped(last.index)} named a key before it, for the same place or a later one`;
  }
  const sealed = await unlessRefused(async () => {
    await verifyProduced(logged, last?.key ?? key);
    return true;
  });
  const by = last === null ? "the key that it names" : `the key before, that of entry ${grouped(last.index)}`;
  return sealed ? "" : `that entry is not sealed by ${by}`;
}

/** @returns what the action does; null if what it looks at is malformed or does not verify */
async function unlessRefused(action) {
  try {
    return await action();
  } catch (e) {
    if (e instanceof Malformed || e instanceof Unverified) {
      return null;
    }
    throw e;
  }
}

/**
 * Reads the event by which a producer names a key, and verifies that the key's owner signed for it.
 *
 * @param {Uint8Array} entry
 * @param {string} producer whose chain it must be in
 */
async function parseKeyEvent(entry, producer) {
  const logged = parseEvent(entry);
  const { event, link } = logged;
  const { targets, attributes } = event;
  if (event.type !== KEY_TYPE || link?.producer !== producer || targets.length !== 1) {
    throw new Malformed("the entry does not name a key of the producer");
  }
  if (event.source !== KEY_SOURCE || event.id !== `${producer}#${link.sequence}`) {
    throw new Malformed("the entry has not the source and ID of an event that names a key");
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
  return { logged, key, sequence: link.sequence };
}

/**
 * The key that a seal says it is of, and the one that the producer's keys lead to.
 *
 * @param {NamedKey[]} keys as they are followed
 * @param {import("./event.js").Seal} seal
 * @returns {{inForce: NamedKey | undefined, sealer: NamedKey | undefined}}
 */
export function keysOf(keys, { keyId }) {
  const id = keyId.toReversed();
  const inForce = keys.findLast(({ doubt }) => doubt === "");
  const isIt = ({ key }) => equal(key.keyId, id);
  return { inForce, sealer: [inForce, ...keys.toReversed()].find((each) => each && isIt(each)) };
}
