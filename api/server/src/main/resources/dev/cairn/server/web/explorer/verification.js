import { parseUtf8, toHex } from "./bytes.js";
import { verifyCheckpoint } from "./checkpoint.js";
import { leafHash, verifyInclusion } from "./merkle.js";
import { NONE } from "./policy.js";
import { quorumInWords, requireQuorum } from "./quorum.js";
import { printable } from "./text.js";
import { parseProof } from "./tlogproof.js";
import { chooseKey, parseTrust, witnessesOf } from "./trust.js";

/**
 * One step of a verification.
 * @typedef {object} VerificationStep
 * @property {string} title
 * @property {"good" | "bad" | "open"} state open: not asked for, or not reached
 * @property {[string, string][]} values what was read or computed, by name
 * @property {string} [reason] of a refusal
 *
 * @typedef {object} Outcome
 * @property {VerificationStep[]} steps
 * @property {string | null} refusal null if everything holds
 * @property {import("./tlogproof.js").TlogProof} [proof]
 * @property {Uint8Array} [leaf]
 * @property {import("./merkle.js").Step[]} [path]
 */

const TITLES = {
  parse: "The proof has the form of c2sp.org/tlog-proof@v1",
  trust: "You trust a key for its log",
  log: "The log signed the head",
  witnesses: "Witnesses cosigned the head",
  leaf: "The entry has a leaf hash",
  inclusion: "The path leads from the leaf to the signed root",
};

/**
 * Verifies a proof of an entry under a vkey or policy, step by step, until one does not hold.
 *
 * @param {Uint8Array} proofBytes
 * @param {Uint8Array} entry
 * @param {string} trustText a vkey or a policy
 * @returns {Promise<Outcome>}
 */
export async function verifySteps(proofBytes, entry, trustText) {
  const found = {};
  const steps = [];
  let refusal = null;
  for (const [name, title] of Object.entries(TITLES)) {
    if (refusal !== null) {
      steps.push({ title, state: "open", values: [["Not reached", "a step above was refused"]] });
      continue;
    }
    try {
      const { state = "good", values } = await STEPS[name](found, { proofBytes, entry, trustText });
      steps.push({ title, state, values });
    } catch (e) {
      refusal = e.message;
      steps.push({ title, state: "bad", values: e.values ?? [], reason: e.message });
    }
  }
  return { steps, refusal, ...found };
}

/** What each step does; it keeps in `found` what later ones need. */
const STEPS = {
  async parse(found, { proofBytes }) {
    found.proof = await parseProof(proofBytes);
    const { index, hashes, extra, checkpoint } = found.proof;
    return {
      values: [
        ["Index", `${index}`],
        ["Hashes", `${hashes.length}`],
        ["Origin", printable(checkpoint.origin)],
        ["Tree size", `${checkpoint.head.size}`],
        ...(extra.length > 0 ? [["Extra data, proved by nothing", extraInWords(extra)]] : []),
      ],
    };
  },

  async trust(found, { trustText }) {
    found.trust = await parseTrust(trustText);
    found.key = chooseKey(found.trust, found.proof.checkpoint, found.proof.note);
    return {
      values: [
        ["Given", found.trust.kind === "vkey" ? "a vkey" : "a policy"],
        ["Key", found.key.identity],
      ],
    };
  },

  async log(found) {
    const { checkpoint, note } = found.proof;
    found.signed = await verifyCheckpoint(checkpoint, note, found.key);
    return {
      values: [
        ["Signed by", found.key.identity],
        ["Root hash", toHex(checkpoint.head.root)],
      ],
    };
  },

  async witnesses(found) {
    const parts = await witnessesOf(found.trust, found.signed);
    if (parts === null) {
      return {
        state: "open",
        values: [["Not asked for", "a vkey names no witnesses; a policy does"]],
      };
    }
    const values = [
      ["Quorum", quorumInWords(found.trust.policy)],
      ...parts.map((part) => [printable(part.witness.name), partInWords(part)]),
    ];
    try {
      requireQuorum(found.trust.policy, parts);
    } catch (e) {
      throw Object.assign(e, { values });
    }
    // Nothing was asked of them, so that nothing is shown by it.
    return { state: found.trust.policy.quorum === NONE ? "open" : "good", values };
  },

  async leaf(found, { entry }) {
    found.leaf = await leafHash(entry);
    return {
      values: [
        ["Entry", `${entry.length} bytes`],
        ["Leaf hash", toHex(found.leaf)],
      ],
    };
  },

  async inclusion(found) {
    const { index, hashes, checkpoint } = found.proof;
    found.path = await verifyInclusion(index, found.leaf, checkpoint.head, hashes);
    return {
      values: [
        ["Steps", `${found.path.length}`],
        ["Computed root", toHex(found.path.at(-1)?.parent ?? found.leaf)],
      ],
    };
  },
};

function partInWords({ state, time }) {
  switch (state) {
    case "good":
      return `good, at ${timeInWords(time)}`;
    case "stale":
      return `too old: ${timeInWords(time)}`;
    case "missing":
      return "no cosignature";
    default:
      return "ML-DSA-44: cannot be checked in this browser, does not count";
  }
}

function timeInWords(seconds) {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}

function extraInWords(extra) {
  try {
    return printable(parseUtf8("extra", extra.subarray(0, 200)));
  } catch {
    return `${extra.length} bytes`;
  }
}
