import { inWords } from "./api.js";
import { toBase64, toHex } from "./bytes.js";
import { readable } from "./content.js";
import { card, code, download, facts, h, mark, notice, show } from "./dom.js";
import { counted, grouped } from "./format.js";
import { leafHash, verifyInclusion } from "./merkle.js";
import { pathDrawing } from "./pathdrawing.js";

/**
 * One entry, and the proof that it is in the tree of the newest head.
 *
 * @param {{watch: import("./watch.js").Watch, base: string}} context
 * @param {bigint} index
 */
export function entryView({ watch, base }, index) {
  const content = h("div", {}, notice("wait", "Reading the entry …"));
  const proof = h("div", { "aria-live": "polite" });
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
      data ??= await watch.api.entry(index);
      show(content, await contentCard(index, data, watch.api));
      show(proof, await proofCard(watch, head, index, data, base));
      isDone = index < head.checkpoint.head.size;
    } catch (e) {
      show(data === null ? content : proof, notice("bad", inWords(e)));
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
      h("button", { type: "button", click: () => download(`entry-${index}`, data) }, "Download the entry"),
      h("a", { class: "button", href: api.proofUrl(index), download: `${index}.tlog-proof` }, "Download the .tlog-proof"),
    ),
  );
}

async function proofCard(watch, head, index, data, base) {
  const { size, root } = head.checkpoint.head;
  if (index >= size) {
    return card("Proof", notice("wait", "The newest head does not cover this entry yet."));
  }
  const { hashes } = await watch.api.inclusion({ index, tree_size: size });
  const leaf = await leafHash(data);
  let steps;
  try {
    steps = await verifyInclusion(index, leaf, { size, root }, hashes);
  } catch (e) {
    return card("Proof", h("p", { class: "verdict bad" }, mark("bad"), h("span", {}, `Refused: ${e.message}. The server shows an entry that is not in its tree at this index.`)));
  }
  return card(
    "Proof",
    verdict(head, size, base),
    h("p", {}, `From the entry's leaf hash, ${counted(hashes.length, "hash", "hashes")} of the proof give the root of all ${counted(size, "entry", "entries")}. Each computed node was hashed here.`),
    pathDrawing(index, leaf, steps),
  );
}

function verdict(head, size, base) {
  if (head.verdict === "verified") {
    return h("p", { class: "verdict good" }, mark("good"), h("span", {}, `In the log: the path leads to the root of the verified head of size ${grouped(size)}.`));
  }
  const why =
    head.verdict === "refused"
      ? `that head is refused: ${head.reason}.`
      : "that head is the server's word: this browser has no key for this log. ";
  return h(
    "p",
    { class: "verdict open" },
    mark("open"),
    h("span", {}, "The path leads to the root of the server's head, but ", why, head.verdict === "unpinned" && h("a", { href: `${base}trust` }, "Choose whom to trust")),
  );
}
