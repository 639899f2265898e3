import { inWords } from "./api.js";
import { toBase64, toHex } from "./bytes.js";
import { readable } from "./content.js";
import { headFor, verdictOf } from "./covering.js";
import { card, code, download, facts, h, mark, notice, show } from "./dom.js";
import { isEvent } from "./event.js";
import { counted, renew } from "./format.js";
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
  const event = h("div", {});
  const proof = h("div", {});
  const said = h("div", { role: "status" });
  const drawn = h("div", {});
  let data = null;
  let decoded = null;
  let isDone = false;
  let isBusy = false;
  const update = async () => {
    const { head } = watch;
    decoded?.update();
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
        if (isEvent(data)) {
          decoded = (await import("./eventcard.js")).eventCard(data, watch, base);
          show(event, decoded.element);
          decoded.update();
        }
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
    element: h("div", { class: "stack" }, back, event, content, proof),
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
  renew(said, verdict(verdictOf(head, chosen), base));
  const words = `From the entry's leaf hash, ${counted(hashes.length, "hash", "hashes")} of the proof give the root of all ${counted(size, "entry", "entries")}. Each computed node was hashed here.`;
  show(drawn, h("p", {}, words), pathDrawing(index, leaf, steps));
  return head.link?.state !== "open"; // then it is tried again
}

/** A verdict with a mark, and where to go on. */
function verdict({ state, words, more }, base) {
  return line(state, words, more && h("a", { href: base + more[0] }, more[1]));
}

function line(state, ...children) {
  return h("p", { class: `verdict ${state}` }, mark(state), h("span", {}, ...children));
}
