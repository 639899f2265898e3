import { equal } from "./bytes.js";
import { requireNoBadLine } from "./checkpoint.js";
import { cosignedAt } from "./cosignature.js";
import { Uncheckable, Untimely, Unverified } from "./errors.js";
import { NONE } from "./policy.js";
import { printable } from "./text.js";
import { keyIdOf, ML_DSA_44_COSIGNATURE } from "./vkey.js";

const NAMES_IN_A_MESSAGE = 8;

/**
 * @typedef {import("./policy.js").Policy} Policy
 * @typedef {import("./policy.js").Witness} Witness
 * @typedef {import("./checkpoint.js").SignedCheckpoint} SignedCheckpoint
 *
 * What a policy's user asks of the times that cosignatures state, in seconds since the epoch. A time
 * further in the future than the skew spoils the whole note; an older one than `maxAge` does not count.
 * @typedef {{now: bigint, skew: bigint, maxAge?: bigint}} Times
 *
 * What became of one witness of a policy.
 * @typedef {object} Part
 * @property {Witness} witness
 * @property {"good" | "missing" | "stale" | "uncheckable"} state only a good one counts
 * @property {bigint | null} time seconds since the epoch, of good and stale ones
 */

/** @param {Policy} policy @returns the keys trusted for an origin */
export function logKeys(policy, origin) {
  return policy.logs.map(({ key }) => key).filter((key) => key.name === origin);
}

/**
 * Verifies every line by a witness of the policy. Any bad line, and any time in the future, refuses the
 * whole note. Whether those that are good are enough is for `requireQuorum` to say.
 *
 * @param {Policy} policy
 * @param {SignedCheckpoint} signed
 * @param {Times} times
 * @returns {Promise<Part[]>} in the policy's order
 */
export async function checkWitnesses(policy, signed, times) {
  const trusted = logKeys(policy, signed.checkpoint.origin);
  if (!trusted.some((key) => key.text === signed.log.text)) {
    throw new Unverified(`the policy does not trust the log key ${signed.log.identity}`);
  }
  for (const key of trusted) {
    if (key.text !== signed.log.text && key.type !== ML_DSA_44_COSIGNATURE) {
      await requireNoBadLine(signed, key);
    }
  }
  const parts = [];
  for (const witness of policy.witnesses) {
    parts.push(await checkWitness(witness, signed, times));
  }
  return parts;
}

/** @returns {Promise<Part>} */
async function checkWitness(witness, signed, { now, skew, maxAge }) {
  let time;
  try {
    time = await latestTime(witness, signed);
  } catch (e) {
    if (e instanceof Uncheckable) {
      return { witness, state: "uncheckable", time: null };
    }
    throw e;
  }
  if (time === null) {
    return { witness, state: "missing", time };
  }
  if (time - now > skew) {
    throw new Untimely(`witness ${printable(witness.name)} cosigned in the future, at ${time}`);
  }
  const stale = maxAge !== undefined && now - time > maxAge;
  return { witness, state: stale ? "stale" : "good", time };
}

/** When a witness cosigned last, under whatever key name it may use; null: not at all. */
async function latestTime({ key: { key, nameless } }, signed) {
  if (!nameless) {
    return cosignedAt(signed, key);
  }
  let latest = null;
  for (const line of signed.note.signatures) {
    const keyId = await keyIdOf(line.name, key.type, key.publicKey);
    if (equal(keyId, line.keyId)) {
      const identity = line.name + key.identity.slice(key.name.length);
      const time = await cosignedAt(signed, { ...key, name: line.name, keyId, identity });
      latest = latest === null || time > latest ? time : latest;
    }
  }
  return latest;
}

/**
 * Whether the good cosignatures are enough.
 *
 * @param {Policy} policy
 * @param {Part[]} parts
 */
export function isQuorum(policy, parts) {
  return policy.quorum === NONE || groupsMet(policy, parts).has(policy.quorum);
}

/**
 * Refuses the checkpoint unless the good cosignatures are enough.
 *
 * @param {Policy} policy
 * @param {Part[]} parts
 */
export function requireQuorum(policy, parts) {
  if (isQuorum(policy, parts)) {
    return;
  }
  const met = groupsMet(policy, parts);
  const needed = partsOf(policy);
  const missing = parts
    .filter(({ witness, state }) => needed.has(witness.name) && state !== "good")
    .map(({ witness, state }) => printable(witness.name) + (WHY[state] ?? ""));
  const more =
    missing.length > NAMES_IN_A_MESSAGE ? ` and ${missing.length - NAMES_IN_A_MESSAGE} more` : "";
  throw new Unverified(
    `quorum ${printable(policy.quorum)} has ${progress(policy, met)}: ` +
      `missing ${missing.slice(0, NAMES_IN_A_MESSAGE).join(", ")}${more}`,
  );
}

const WHY = { stale: " (too old)", uncheckable: " (ML-DSA-44: cannot be checked in this browser)" };

/** The witnesses with a good cosignature and all groups that they meet. */
function groupsMet(policy, parts) {
  const good = parts.filter(({ state }) => state === "good");
  const met = new Set(good.map(({ witness }) => witness.name));
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => met.has(member)).length >= threshold) {
      met.add(name);
    }
  }
  return met;
}

function progress(policy, met) {
  const group = policy.groups.find(({ name }) => name === policy.quorum);
  const count = group ? group.members.filter((member) => met.has(member)).length : 0;
  return `${count} of the ${group?.threshold ?? 1} it needs`;
}

/** Every witness and group that has a part in the quorum. */
function partsOf(policy) {
  const parts = new Set([policy.quorum]);
  for (const { name, members } of policy.groups.toReversed()) {
    if (parts.has(name)) {
      members.forEach((member) => parts.add(member));
    }
  }
  return parts;
}

/**
 * The quorum for a person, groups written out: `2 of (w1, w2, 1 of (w3, w4))`.
 *
 * @param {Policy} policy
 */
export function quorumInWords(policy, name = policy.quorum) {
  const group = policy.groups.find((each) => each.name === name);
  return group
    ? `${group.threshold} of (${group.members.map((each) => quorumInWords(policy, each)).join(", ")})`
    : printable(name);
}
