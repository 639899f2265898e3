import { grouped } from "./format.js";
import { NONE } from "./policy.js";
import { isQuorum } from "./quorum.js";

/**
 * The head that an entry's proof is to lead to.
 * @typedef {object} Chosen
 * @property {import("./checkpoint.js").Checkpoint} checkpoint
 * @property {boolean} isQuorumMet
 * @property {boolean} isWitnessed
 */

/**
 * Under a policy, the newest head with a quorum if it covers the entry; else the newest signed one.
 *
 * @param {import("./watch.js").HeadState} head
 * @param {bigint} index
 * @returns {Chosen}
 */
export function headFor(head, index) {
  const candidates = [head.witnessed, head].filter((each) => each?.trusted?.parts);
  const witnessed = candidates.find(
    ({ checkpoint, trusted }) =>
      index < checkpoint.head.size && isQuorum(head.trust.policy, trusted.parts),
  );
  const isQuorumMet = witnessed !== undefined;
  const isWitnessed = isQuorumMet && head.trust.policy.quorum !== NONE;
  return { checkpoint: (witnessed ?? head).checkpoint, isQuorumMet, isWitnessed };
}

/**
 * What a path that leads to the root of a head shows.
 *
 * @param {import("./watch.js").HeadState} head
 * @param {Chosen} chosen
 * @returns {{state: "good" | "bad" | "open", words: string, brief: string, more?: [string, string]}} more:
 *     a view below the log's, and what to call it
 */
export function verdictOf(head, { checkpoint, isQuorumMet, isWitnessed }) {
  const size = grouped(checkpoint.head.size);
  if (head.verdict === "refused") {
    return {
      state: "open",
      words: `The path leads to the root of the server's head, but that head is refused: ${head.reason}.`,
      brief: "the head is refused",
    };
  }
  if (head.verdict === "unpinned") {
    return {
      state: "open",
      words:
        "The path leads to the root of the server's head, but that head is the server's word: this browser has no key for this log. ",
      brief: "no key is trusted",
      more: ["trust", "Choose whom to trust"],
    };
  }
  if (head.link.state === "open" || head.link.state === "broken") {
    return {
      state: head.link.state === "open" ? "open" : "bad",
      words:
        "The path leads to the root of a head that the log signed, but it is not shown that this head extends the one that this browser saw before. ",
      brief: "the log's history is not proved",
      more: ["", "See why"],
    };
  }
  if (head.trust.kind === "policy" && !isQuorumMet) {
    return {
      state: "open",
      words: `The path leads to the root of a head of size ${size} that the log signed. No head that covers the entry has the quorum of your policy yet.`,
      brief: "no quorum yet",
    };
  }
  const witnesses = isWitnessed ? " and witnessed" : "";
  return {
    state: "good",
    words: `In the log: the path leads to the root of the verified${witnesses} head of size ${size}.`,
    brief: "",
  };
}
