// Runs test vectors through the explorer's modules: what must be refused is, for the stated reason.
import {
  concat,
  equal,
  fromHex,
  parseBase64,
  parseHash,
  requireHash,
  toBase64,
  toHex,
  utf8,
} from "/-/explorer/bytes.js";
import { openCheckpoint } from "/-/explorer/checkpoint.js";
import { cosignedAt, logVerifier } from "/-/explorer/cosignature.js";
import { leafHash, verifyConsistency, verifyInclusion } from "/-/explorer/merkle.js";
import { formatNote, parseNote, verifyNote } from "/-/explorer/note.js";
import { parsePolicy } from "/-/explorer/policy.js";
import { checkWitnesses, requireQuorum } from "/-/explorer/quorum.js";
import { formatProof, parseProof, verifyProof } from "/-/explorer/tlogproof.js";
import { parseVkey } from "/-/explorer/vkey.js";

/** The names of the refusals in the vectors, which are those of the Java side. */
const REFUSALS = {
  Malformed: "MalformedException",
  Unverified: "VerificationException",
  Misuse: "IllegalArgumentException",
  PolicyError: "PolicyException",
  Uncheckable: "Uncheckable",
};

const NOW = 1_700_000_000n;

function same(expected, actual) {
  if (expected !== actual) {
    throw new Error(`expected ${expected}, got ${actual}`);
  }
}

function bytes(value) {
  if (typeof value === "string") {
    return utf8(value);
  }
  const pieces = value.map(({ hex, text, times = 1 }) => {
    const once = hex === undefined ? utf8(text) : fromHex(hex);
    const all = new Uint8Array(once.length * times);
    for (let i = 0; i < times; i++) {
      all.set(once, i * once.length);
    }
    return all;
  });
  return concat(...pieces);
}

const hash = (text) => requireHash(parseBase64("a hash", text));
const head = ({ size, root }) => ({ size: BigInt(size), root: hash(root) });

const CHECKS = {
  async inclusion(it) {
    const leaf = "entry" in it ? await leafHash(parseBase64("entry", it.entry)) : hash(it.leaf);
    await verifyInclusion(BigInt(it.index), leaf, head(it), it.proof.map(hash));
  },
  async consistency(it) {
    await verifyConsistency(head(it.first), head(it.second), it.proof.map(hash));
  },
  async note(it) {
    const keys = await Promise.all(it.vkeys.map(parseVkey));
    const note = parseNote(bytes(it.note));
    same(true, equal(bytes(it.note), formatNote(note)));
    const good = await verifyNote(note, keys.map(logVerifier));
    same(it.signers.join(), good.map(({ name }) => name).join());
  },
  async checkpoint(it) {
    const log = await parseVkey(it.vkey);
    const { checkpoint } = await openCheckpoint(bytes(it.note), log);
    same(log.name, checkpoint.origin);
    same(BigInt(it.size), checkpoint.head.size);
    same((it.extensions ?? []).join("\n"), checkpoint.extensions.join("\n"));
  },
  async cosignature(it) {
    const signed = await openCheckpoint(bytes(it.note), await parseVkey(it.log));
    const time = await cosignedAt(signed, await parseVkey(it.witness));
    same(it.time ?? null, time === null ? null : String(time));
  },
  async "tlog-proof"(it) {
    const leaf = "leaf" in it ? parseHash(it.leaf) : await leafHash(bytes(it.entry));
    const log = await parseVkey(it.vkey);
    const proof = await parseProof(bytes(it.proof));
    same(true, equal(bytes(it.proof), formatProof(proof)));
    const signed = await verifyProof(proof, leaf, log);
    same(BigInt(it.size), signed.checkpoint.head.size);
    same(it.extra ?? "", toBase64(proof.extra));
  },
  async policy(it) {
    const policy = await parsePolicy(bytes(it.file));
    same(toHex(bytes(it.c2sp ?? it.file)), toHex(formatPolicy(policy)));
  },
  async "policy-check"(it) {
    const policy = await parsePolicy(bytes(it.file));
    const signed = await openCheckpoint(bytes(it.note), await parseVkey(it.log));
    const maxAge = it.maxAge === undefined ? undefined : BigInt(it.maxAge);
    const parts = await checkWitnesses(policy, signed, { now: NOW, skew: 60n, maxAge });
    requireQuorum(policy, parts);
    const cosigned = parts.filter(({ state }) => state === "good");
    same(it.cosigned, cosigned.map(({ witness, time }) => `${witness.name} ${time}`).join(", "));
  },
};

/** The policy in the C2SP form, without comments. */
function formatPolicy({ logs, witnesses, groups, quorum }) {
  const key = (it) => (it.nameless ? toHex(it.key.publicKey) : it.key.text);
  const at = ({ url }) => (url === undefined ? "" : ` ${url}`);
  const needed = ({ threshold, members }) =>
    threshold === members.length ? "all" : threshold === 1 ? "any" : threshold;
  const lines = [
    ...logs.map((log) => `log ${log.key.text}${at(log)}`),
    ...witnesses.map((it) => `witness ${it.name} ${key(it.key)}${at(it)}`),
    ...groups.map((it) => `group ${it.name} ${needed(it)} ${it.members.join(" ")}`),
    `quorum ${quorum}`,
  ];
  const text = lines.map((line) => `${line}\n`).join("");
  return text.isWellFormed() ? utf8(text) : concat(...Array.from(text, octets));
}

/** An octet that is not UTF-8 was read as a lone surrogate. */
function octets(char) {
  return char.isWellFormed() ? utf8(char) : Uint8Array.of(char.charCodeAt(0) & 0xff);
}

/**
 * @param {string} area
 * @param {string[]} vectors in JSON
 * @returns {Promise<string[]>} what each came to: "accepted", or the refusal
 */
export async function run(area, vectors) {
  const outcomes = [];
  for (const vector of vectors) {
    try {
      await CHECKS[area](JSON.parse(vector));
      outcomes.push("accepted");
    } catch (e) {
      outcomes.push(`${REFUSALS[e.name] ?? e.name}: ${e.message}`);
    }
  }
  return outcomes;
}
