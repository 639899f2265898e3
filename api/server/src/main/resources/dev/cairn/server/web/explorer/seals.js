import { equal, requireHash, toBase64, utf8 } from "./bytes.js";
import { verifyEd25519 } from "./crypto.js";
import { Uncheckable, Unverified } from "./errors.js";
import { inclusionRoot, leafHash } from "./merkle.js";
import { ED25519 } from "./vkey.js";

const MAX_RUN = 256n;

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

/** A text as a filter has it: nothing in it stands for anything else. @param {string} text */
export function quoted(text) {
  return `"${text.replace(/[\\"*]/g, "\\$&")}"`;
}
