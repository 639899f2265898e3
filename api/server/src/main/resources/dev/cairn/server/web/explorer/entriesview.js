import { inWords } from "./api.js";
import { equal, fromHex, parseHash, toHex } from "./bytes.js";
import { preview } from "./content.js";
import { card, h, notice, show } from "./dom.js";
import { counted, grouped, renew } from "./format.js";
import { table } from "./headview.js";
import { leafHash } from "./merkle.js";
import { parseDecimal } from "./text.js";

const PAGE = 20n;

/**
 * Entries, newest first, and a way to one of them.
 *
 * @param {{watch: import("./watch.js").Watch, base: string}} context
 * @param {bigint | null} end the index after the first one shown; null: the newest
 */
export function entriesView({ watch, base }, end) {
  const list = h("div", {}, notice("wait", "Reading entries …"));
  const newer = h("div", { role: "status" });
  let shown = null;
  const again = () => {
    shown = null;
    show(newer);
    update();
  };
  const update = async () => {
    const size = watch.head?.checkpoint.head.size;
    if (size === undefined) {
      watch.trouble && show(list, notice("bad", watch.trouble));
      return;
    }
    if (shown !== null) {
      renew(newer, end === null && size > shown && newerButton(size - shown, again));
      return;
    }
    shown = size;
    const last = end === null || end > size ? size : end;
    try {
      show(list, await page(watch.api, base, last, size));
    } catch (e) {
      shown = null;
      show(list, notice("bad", inWords(e)));
    }
  };
  update();
  return {
    title: "Entries",
    element: h("div", { class: "stack" }, lookup(watch.api, base), card("Entries", newer, list)),
    update,
  };
}

async function page(api, base, end, size) {
  if (size === 0n) {
    return notice("wait", "This log has no entries yet.");
  }
  const start = end > PAGE ? end - PAGE : 0n;
  const entries = [];
  for (let next = start; next < end;) {
    // A page may be short of what was asked for where entries are large.
    const some = await api.entries(next, end);
    if (some.length === 0 || some[0].index !== next) {
      throw new Error("the server left out entries");
    }
    entries.push(...some);
    next += BigInt(some.length);
  }
  const rows = entries
    .reverse()
    .map(({ index, data }) => [
      h("a", { href: `${base}entries/${index}` }, grouped(index)),
      h("span", { class: "preview" }, preview(data)),
      counted(data.length, "byte"),
    ]);
  const older = start > 0n && h("a", { href: `${base}entries/before/${start}` }, "Older →");
  const newer = end < size && h("a", { href: newerHref(base, end, size) }, "← Newer");
  return h(
    "div",
    {},
    h(
      "p",
      {},
      `${grouped(start)} to ${grouped(end - 1n)} of ${grouped(size)}, as the server sends them. Open one to check it against the head.`,
    ),
    table(["Index", "Content", "Size"], rows),
    h("nav", { class: "paging", "aria-label": "Pages of entries" }, newer, older),
  );
}

/** Entries do not move while they are read: newer ones come when they are asked for. */
function newerButton(count, click) {
  return h(
    "button",
    { type: "button", click },
    `Show ${counted(count, "newer entry", "newer entries")}`,
  );
}

function newerHref(base, end, size) {
  const next = end + PAGE;
  return next >= size ? `${base}entries` : `${base}entries/before/${next}`;
}

/** Finds an entry by index or by leaf hash. */
function lookup(api, base) {
  const input = h("input", {
    id: "wanted",
    name: "wanted",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": "wanted-help lookup-result",
  });
  const result = h("p", { id: "lookup-result", role: "status" });
  const submit = async (event) => {
    event.preventDefault();
    show(result, "Looking …");
    try {
      const index = await find(api, input.value.trim());
      show(result);
      location.hash = `${base}entries/${index}`;
    } catch (e) {
      show(result, inWords(e));
    }
  };
  return card(
    "Find an entry",
    h(
      "form",
      { class: "lookup", role: "search", submit },
      h("label", { for: "wanted" }, "Index or leaf hash"),
      h("div", { class: "row" }, input, h("button", { type: "submit" }, "Find")),
      h(
        "p",
        { id: "wanted-help", class: "help" },
        "A number from 0, or a SHA-256 leaf hash in hexadecimal or base64.",
      ),
      result,
    ),
  );
}

/** @returns {Promise<bigint>} the index of an entry, which has the leaf hash if one was wanted */
export async function find(api, wanted) {
  if (/^[0-9]{1,19}$/.test(wanted)) {
    return parseDecimal("index", wanted);
  }
  const isHex = /^[0-9a-fA-F]{64}$/.test(wanted);
  if (!isHex && wanted.length !== 44) {
    throw new Error("Write an index, 64 hexadecimal digits, or 44 characters of base64");
  }
  const hash = isHex ? fromHex(wanted) : parseHash(wanted);
  const { index } = await api.inclusion({ leaf_hash: toHex(hash) });
  if (!equal(await leafHash(await api.entry(index)), hash)) {
    throw new Error(`Not found: the server names entry ${index}, which has another leaf hash`);
  }
  return index;
}
