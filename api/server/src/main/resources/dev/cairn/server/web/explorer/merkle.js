import { concat, equal, requireHash, toHex } from "./bytes.js";
import { sha256 } from "./crypto.js";
import { Misshapen, Misuse, Unverified } from "./errors.js";
import { MAX_NUMBER } from "./text.js";

/**
 * A tree's size and root hash.
 * @typedef {{size: bigint, root: Uint8Array}} TreeHead
 *
 * One step of a path to the root: the node reached so far and its sibling give their parent.
 * @typedef {object} Step
 * @property {number} level of node and sibling, 0 for leaves
 * @property {bigint} index of the node on its level
 * @property {boolean} siblingIsLeft
 * @property {Uint8Array} sibling taken from the proof
 * @property {Uint8Array} node known or computed
 * @property {Uint8Array} parent computed from both
 */

/** @param {Uint8Array} entry @returns {Promise<Uint8Array>} SHA-256(0x00 || entry) */
export function leafHash(entry) {
  return sha256(concat(Uint8Array.of(0), entry));
}

/** @returns {Promise<Uint8Array>} SHA-256(0x01 || left || right), of two hashes of 32 bytes */
export function nodeHash(left, right) {
  return sha256(concat(Uint8Array.of(1), requireHash(left), requireHash(right)));
}

/** @returns {Promise<Uint8Array>} the root of a tree without leaves */
export function emptyRoot() {
  return sha256(new Uint8Array(0));
}

/**
 * Checks that the tree has the leaf at the index (RFC 6962 section 2.1.1, RFC 9162 section 2.1.3.2).
 * How many hashes the proof must have follows from index and size; one with another number is refused
 * before anything is hashed. The head must come from one verified checkpoint.
 *
 * @param {bigint} index
 * @param {Uint8Array} leaf the entry's leaf hash
 * @param {TreeHead} head
 * @param {Uint8Array[]} proof the leaf's sibling first
 * @returns {Promise<Step[]>} the path from the leaf to the root
 */
export async function verifyInclusion(index, leaf, head, proof) {
  await requireHead(head);
  const steps = await climb(index, leaf, head.size, proof);
  const claim = inclusionClaim(index, head.size);
  requireEqual(steps.at(-1)?.parent ?? leaf, head.root, claim, "the root of the tree");
  return steps;
}

/**
 * The root of the tree of a size that has the leaf at the index, by its proof.
 *
 * @param {bigint} index
 * @param {Uint8Array} leaf
 * @param {bigint} size
 * @param {Uint8Array[]} proof the leaf's sibling first
 * @returns {Promise<Uint8Array>}
 */
export async function inclusionRoot(index, leaf, size, proof) {
  return (await climb(index, leaf, size, proof)).at(-1)?.parent ?? leaf;
}

function inclusionClaim(index, size) {
  return `inclusion of index ${index} in size ${size}`;
}

/** The path from a leaf up. @returns {Promise<Step[]>} */
async function climb(index, leaf, size, proof) {
  if (index < 0n || index >= size) {
    throw new Unverified(`index ${index} is not below size ${size}`);
  }
  const inner = bitLength(index ^ (size - 1n));
  const length = inner + bitCount(index >> BigInt(inner));
  requireLength(proof, length, inclusionClaim(index, size));
  requireHash(leaf);
  const steps = [];
  let node = leaf;
  let used = 0;
  for (let level = 0; used < proof.length; level++) {
    const onLevel = index >> BigInt(level);
    const siblingIsLeft = (onLevel & 1n) === 1n;
    if (level >= inner && !siblingIsLeft) {
      continue; // the tree's right edge: the node is its own parent
    }
    const sibling = proof[used++];
    const parent = await (siblingIsLeft ? nodeHash(sibling, node) : nodeHash(node, sibling));
    steps.push({ level, index: onLevel, siblingIsLeft, sibling, node, parent });
    node = parent;
  }
  return steps;
}

/**
 * Checks that the leaves of the first tree are the first leaves of the second (RFC 6962 section 2.1.2,
 * RFC 9162 section 2.1.4.2). Two heads of one size must be equal: otherwise the log has shown two
 * histories.
 *
 * @param {TreeHead} first
 * @param {TreeHead} second
 * @param {Uint8Array[]} proof
 */
export async function verifyConsistency(first, second, proof) {
  await requireHead(first);
  await requireHead(second);
  if (first.size > second.size) {
    throw new Unverified(`size ${first.size} is larger than the later size ${second.size}`);
  }
  const claim = `consistency of size ${first.size} with size ${second.size}`;
  if (first.size === second.size && !equal(first.root, second.root)) {
    throw new Unverified(
      `fork: size ${first.size} has two roots, ${toHex(first.root)} and ${toHex(second.root)}`,
    );
  }
  if (first.size === 0n || first.size === second.size) {
    requireLength(proof, 0, claim);
    return;
  }
  const start = startOf(first.size);
  requireLength(proof, start.length(second.size), claim);
  const known = start.isWholeTree ? [first.root, ...proof] : proof;
  let inFirst = requireHash(known[0]);
  let inSecond = inFirst;
  let used = 1;
  for (let step = 0; used < known.length; step++) {
    const siblingIsLeft = ((start.index >> BigInt(step)) & 1n) === 1n;
    if (step >= start.inner(second.size) && !siblingIsLeft) {
      continue;
    }
    const sibling = known[used++];
    if (siblingIsLeft) {
      inFirst = await nodeHash(sibling, inFirst);
      inSecond = await nodeHash(sibling, inSecond);
    } else {
      inSecond = await nodeHash(inSecond, sibling);
    }
  }
  requireEqual(inFirst, first.root, claim, "the root it starts from");
  requireEqual(inSecond, second.root, claim, "the root of the tree");
}

/** Where the path of a consistency proof starts: the last node of the first tree that is complete. */
function startOf(firstSize) {
  const level = bitLength(firstSize & -firstSize) - 1;
  const index = (firstSize - 1n) >> BigInt(level);
  const isWholeTree = index === 0n;
  const inner = (size) => bitLength(index ^ ((size - 1n) >> BigInt(level)));
  const length = (size) =>
    (isWholeTree ? 0 : 1) + inner(size) + bitCount(index >> BigInt(inner(size)));
  return { index, isWholeTree, inner, length };
}

async function requireHead({ size, root }) {
  if (size < 0n || size > MAX_NUMBER) {
    throw new Misuse(`size ${size} is not below 2^63`);
  }
  requireHash(root);
  if (size === 0n && !equal(root, await emptyRoot())) {
    throw new Misuse(`size 0 has the root SHA-256(""), not ${toHex(root)}`);
  }
}

function requireLength(proof, expected, claim) {
  if (proof.length !== expected) {
    throw new Misshapen(`the proof for the ${claim} has length ${proof.length}, not ${expected}`);
  }
}

function requireEqual(computed, root, claim, what) {
  if (!equal(computed, root)) {
    throw new Unverified(`the proof for the ${claim} does not lead to ${what}`);
  }
}

/** @param {bigint} number not negative */
function bitLength(number) {
  return number === 0n ? 0 : number.toString(2).length;
}

/** @param {bigint} number not negative */
function bitCount(number) {
  return number.toString(2).replaceAll("0", "").length;
}
