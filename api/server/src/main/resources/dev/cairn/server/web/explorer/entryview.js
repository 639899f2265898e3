import { inWords } from "./api.js";
import { toBase64, toHex } from "./bytes.js";
import { readable } from "./content.js";
import { card, code, download, facts, h, mark, notice, show } from "./dom.js";
import { counted, grouped, renew } from "./format.js";
import { leafHash, verifyInclusion } from "./merkle.js";
import { pathDrawing } from "./pathdrawing.js";
import { NONE } from "./policy.js";
import { isQuorum } from "./quorum.js";

/**
 * One entry, and the proof that it is in the tree of the newest head.
 *
 * @param {{watch: import("./watch.js").Watch, base: string}} context
 * @param {bigint} index
 */
export function entryView({ watch, base }, index) {
  const content = h("div", {}, notice("wait", "Reading the entry …"));
  const proof = h("div", {});
  const said = h("div", { role: "status" });
  const drawn = h("div", {});
  let data = null;
  let isDone = false;
  let isBusy = false;
  const update = async () => {
    const { head } = watch;
    if (head === null && watch.trouble) {
      show(content, notice("bad", watch.trouble));
    }
    if (head === null || isDone || isBusy) {
      return; // a newer head changes nothing about an entry that was proved
    }
    isBusy = true;
    try {
      if (data === null) {
        data = await watch.api.entry(index);
        show(content, await contentCard(index, data, watch.api));
        show(proof, card("Proof", said, drawn));
      }
      isDone = await prove(watch, index, data, base, said, drawn);
    } catch (e) {
      show(data === null ? content : said, notice("bad", inWords(e)));
    }
    isBusy = false;
  };
  update();
  const back = h("p", {}, h("a", { href: `${base}entries` }, "← All entries"));
  return {
    title: `Entry ${index}`,
    element: h("div", { class: "stack" }, back, content, proof),
    update,
  };
}

async function contentCard(index, data, api) {
  const { kind, text } = readable(data);
  const leaf = await leafHash(data);
  return card(
    "Content",
    h("pre", { class: "content", tabindex: "0", "aria-label": `Content of entry ${index}` }, text),
    facts(
      ["Size", `${counted(data.length, "byte")}, shown as ${kind}`],
      ["Leaf hash, computed here", h("span", {}, code(toHex(leaf)), h("br"), code(toBase64(leaf)))],
    ),
    h(
      "p",
      { class: "buttons" },
      h(
        "button",
        { type: "button", click: () => download(`entry-${index}`, data) },
        "Download the entry",
      ),
      h(
        "a",
        { class: "button", href: api.proofUrl(index), download: `${index}.tlog-proof` },
        "Download the .tlog-proof",
      ),
    ),
  );
}

/** Says whether the entry is in the log, and draws why. */
async function prove(watch, index, data, base, said, drawn) {
  const { head } = watch;
  // Chosen once: a witnessed head may come while the proof is on its way, and it is not the one checked.
  const chosen = headFor(head, index);
  const { size, root } = chosen.checkpoint.head;
  if (index >= size) {
    show(said, notice("wait", "The newest head does not cover this entry yet."));
    return false;
  }
  const { hashes } = await watch.api.inclusion({ index, tree_size: size });
  const leaf = await leafHash(data);
  let steps;
  try {
    steps = await verifyInclusion(index, leaf, { size, root }, hashes);
  } catch (e) {
    show(
      said,
      line(
        "bad",
        `Refused: ${e.message}. The server shows an entry that is not in its tree at this index.`,
      ),
    );
    return true;
  }
  renew(said, verdict(head, chosen, base));
  const words = `From the entry's leaf hash, ${counted(hashes.length, "hash", "hashes")} of the proof give the root of all ${counted(size, "entry", "entries")}. Each computed node was hashed here.`;
  show(drawn, h("p", {}, words), pathDrawing(index, leaf, steps));
  return head.link?.state !== "open"; // then it is tried again
}

/** Under a policy, the newest head with a quorum if it covers the entry; else the newest signed one. */
function headFor(head, index) {
  const candidates = [head.witnessed, head].filter((each) => each?.trusted?.parts);
  const witnessed = candidates.find(
    ({ checkpoint, trusted }) =>
      index < checkpoint.head.size && isQuorum(head.trust.policy, trusted.parts),
  );
  const isQuorumMet = witnessed !== undefined;
  const isWitnessed = isQuorumMet && head.trust.policy.quorum !== NONE;
  return { checkpoint: (witnessed ?? head).checkpoint, isQuorumMet, isWitnessed };
}

function verdict(head, { checkpoint, isQuorumMet, isWitnessed }, base) {
  const size = grouped(checkpoint.head.size);
  if (head.verdict === "refused") {
    return line(
      "open",
      `The path leads to the root of the server's head, but that head is refused: ${head.reason}.`,
    );
  }
  if (head.verdict === "unpinned") {
    return line(
      "open",
      "The path leads to the root of the server's head, but that head is the server's word: this browser has no key for this log. ",
      h("a", { href: `${base}trust` }, "Choose whom to trust"),
    );
  }
  if (head.link.state === "open" || head.link.state === "broken") {
    return line(
      head.link.state === "open" ? "open" : "bad",
      "The path leads to the root of a head that the log signed, but it is not shown that this head extends the one that this browser saw before. ",
      h("a", { href: base }, "See why"),
    );
  }
  if (head.trust.kind === "policy" && !isQuorumMet) {
    return line(
      "open",
      `The path leads to the root of a head of size ${size} that the log signed. No head that covers the entry has the quorum of your policy yet.`,
    );
  }
  const witnesses = isWitnessed ? " and witnessed" : "";
  return line(
    "good",
    `In the log: the path leads to the root of the verified${witnesses} head of size ${size}.`,
  );
}

function line(state, ...children) {
  return h("p", { class: `verdict ${state}` }, mark(state), h("span", {}, ...children));
}
