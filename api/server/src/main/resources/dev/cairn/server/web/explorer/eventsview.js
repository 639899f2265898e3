import { inWords } from "./api.js";
import { headFor, verdictOf } from "./covering.js";
import { card, h, mark, notice, show } from "./dom.js";
import { milliseconds, parseEvent, traceOf } from "./event.js";
import { eventForm, given } from "./eventform.js";
import { actorOf, eventsWith, outcomeInWords, things, timeOf } from "./eventtext.js";
import { counted, grouped, renew } from "./format.js";
import { table } from "./headview.js";
import { leafHash, verifyInclusion } from "./merkle.js";
import { printable } from "./text.js";

const PAGE = 20;
const NAMES = ["filter", "occurred_from", "occurred_until", "order", "page_token"];
const HEADS = ["Index", "Occurred", "Actor", "Action", "Outcome", "From", "Proof"];

/**
 * An event that the server found.
 * @typedef {object} Hit
 * @property {bigint} index
 * @property {Uint8Array} leaf the entry's leaf hash
 * @property {import("./event.js").LoggedEvent | null} logged decoded here; null if that is not possible
 * @property {string | null} fault why it is no answer to what was asked
 * @property {HTMLElement} place of what is said of its proof
 */

/**
 * A search for events, and a page of what it found.
 *
 * @param {{watch: import("./watch.js").Watch, base: string}} context
 * @param {string} query as the address has it
 */
export function eventsView({ watch, base }, query) {
  const found = h("div", {});
  const told = h("p", { class: "away", role: "status" });
  let page = null;
  let runs = 0;
  const update = async () => {
    if (page !== null && !page.isDone && !page.isBusy) {
      const own = page;
      own.isBusy = true;
      own.isDone = await proveAll(own, watch, base);
      own.isBusy = false;
    }
  };
  const run = async (asked) => {
    const own = ++runs;
    page = null;
    form.now(asked);
    form.clear();
    show(told);
    show(found, notice("wait", "Searching …"));
    try {
      const answer = await watch.api.events(asked, PAGE);
      const fresh = { hits: await hitsOf(answer, asked), said: h("div", { role: "status" }) };
      if (own === runs) {
        page = fresh;
        show(told, `${counted(fresh.hits.length, "event")} on this page`);
        show(found, pageCard(page, answer, asked, watch, base));
        await update();
      }
    } catch (e) {
      return own === runs && refused(e);
    }
    return false;
  };
  /** @returns {number | false} the character of the filter that is wrong */
  const refused = (e) => {
    const isFilter = e.reason === "FILTER_INVALID";
    const position = Math.min(Number(e.metadata?.position ?? 0) || 0, 4_096);
    show(found, !isFilter && notice("bad", inWords(e)));
    isFilter && form.refuse(inWords(e), position);
    return isFilter && position;
  };
  const search = async (asked) => {
    // The page stays, so that the filter can be written on.
    history.pushState(null, "", addressOf(base, asked));
    const position = await run(asked);
    position === false || form.pointAt(position);
  };
  const asked = parseQuery(query);
  const form = eventForm(asked, search);
  run(asked);
  const element = h("div", { class: "stack" }, card("Search", form.element, told), found);
  return { title: "Events", element, update };
}

function parseQuery(query) {
  const fields = new URLSearchParams(query);
  return given(Object.fromEntries(NAMES.map((name) => [name, fields.get(name)])));
}

function addressOf(base, asked) {
  const query = new URLSearchParams(asked);
  return query.size === 0 ? `${base}events` : `${base}events?${query}`;
}

/** Decodes what was found, and checks what can be checked of the answer without the log. */
async function hitsOf({ events, searchedSize }, asked) {
  const hits = [];
  for (const { index, data } of events) {
    const hit = { index, leaf: await leafHash(data), logged: null, place: h("span", {}) };
    try {
      hit.logged = parseEvent(data);
      hit.fault = faultOf(hit, hits.at(-1), searchedSize, asked);
    } catch (e) {
      hit.fault = e.message;
    }
    tell(hit, hit.fault === null ? "wait" : "bad", hit.fault ?? "waiting for the head");
    hits.push(hit);
  }
  return hits;
}

function faultOf({ index, logged }, before, searchedSize, asked) {
  const step = before === undefined ? 0n : index - before.index;
  const isOldestFirst = asked.order === "oldest_first";
  if (before !== undefined && (isOldestFirst ? step <= 0n : step >= 0n)) {
    return "it does not stand in the order asked for";
  }
  if (index >= searchedSize) {
    return "it lies beyond what was searched";
  }
  const time = milliseconds(logged.event.occurredTime);
  if (time < Date.parse(asked.occurred_from) || time > Date.parse(asked.occurred_until)) {
    return "it did not occur in the time asked for";
  }
  return null;
}

/** @param {"good" | "bad" | "open" | "wait"} state */
function tell(hit, state, why) {
  const words = state === "good" ? " Proved" : ` Not proved: ${printable(why)}`;
  show(hit.place, h("span", { class: `check ${state}` }, mark(state), words));
}

function pageCard(page, answer, asked, watch, base) {
  const { hits, said } = page;
  return card(
    "Found",
    h("p", { class: "complete" }, completeness(answer, asked, watch)),
    said,
    hits.length > 0 && h("div", { class: "events" }, table(HEADS, hits.map((hit) => row(hit, base)))),
    paging(answer, asked, base),
  );
}

function completeness({ events, nextPageToken, searchedSize }, asked, watch) {
  const none = nextPageToken ? "None on this page; the search goes on. " : "No event is found. ";
  const size = watch.head?.checkpoint.head.size ?? searchedSize;
  const newer =
    size > searchedSize
      ? ` ${counted(size - searchedSize, "newer entry is", "newer entries are")} not searched.`
      : "";
  const reach =
    searchedSize === 0n
      ? "Nothing of the log is searched yet."
      : `Complete to entry ${grouped(searchedSize - 1n)}, as the server says${asked.filter ? ", and that each fits the filter" : ""}.`;
  return `${events.length === 0 ? none : ""}${reach}${newer}`;
}

function paging({ nextPageToken }, asked, base) {
  const { page_token: isLater, ...first } = asked;
  const next = { ...first, page_token: nextPageToken };
  return h(
    "nav",
    { class: "paging", "aria-label": "Pages of events" },
    isLater && h("a", { href: addressOf(base, first) }, "← First page"),
    nextPageToken && h("a", { href: addressOf(base, next) }, "Next page →"),
  );
}

function row({ index, logged, place }, base) {
  const link = h("a", { href: `${base}entries/${index}` }, grouped(index));
  if (logged === null) {
    return [link, "", "", "This entry cannot be read as an event.", "", "", place];
  }
  const { event } = logged;
  const trace = traceOf(event);
  return [
    link,
    timeOf(event.occurredTime),
    actorOf(event),
    h(
      "span",
      {},
      h("strong", {}, printable(event.action)),
      " ",
      things(event.targets),
    ),
    outcomeInWords(event),
    h(
      "span",
      { class: "from" },
      h("span", {}, printable(event.source)),
      h("span", {}, printable(event.type)),
      trace && h("span", {}, "trace ", eventsWith(base, "trace_id", trace, `${trace.slice(0, 8)}…`)),
    ),
    place,
  ];
}

/** Follows the path of each hit to a head that this page knows. @returns {Promise<boolean>} for good */
async function proveAll({ hits, said }, watch, base) {
  const { head } = watch;
  if (head === null) {
    watch.trouble && show(said, notice("bad", watch.trouble));
    return false;
  }
  const groups = new Map();
  let isCovered = true;
  for (const hit of hits.filter(({ fault }) => fault === null)) {
    const chosen = headFor(head, hit.index);
    const { size } = chosen.checkpoint.head;
    if (hit.index < size) {
      const group = groups.get(size) ?? { chosen, members: [] };
      groups.set(size, group);
      group.members.push(hit);
    } else {
      isCovered = false;
      tell(hit, "wait", "the newest head does not cover it yet");
    }
  }
  try {
    const lines = [];
    for (const { chosen, members } of groups.values()) {
      await proveGroup(members, chosen, head, watch.api);
      lines.push(line(verdictOf(head, chosen), base));
    }
    renew(said, h("div", {}, ...lines));
  } catch (e) {
    show(said, notice("bad", inWords(e)));
    return false; // it is tried again with the next head
  }
  return isCovered && head.link?.state !== "open";
}

async function proveGroup(members, chosen, head, api) {
  const { size, root } = chosen.checkpoint.head;
  const { state, brief } = verdictOf(head, chosen);
  const proofs = await api.inclusions(
    members.map(({ index }) => index),
    size,
  );
  for (const [i, hit] of members.entries()) {
    try {
      await verifyInclusion(hit.index, hit.leaf, { size, root }, proofs[i]);
      tell(hit, state, brief);
    } catch (e) {
      hit.fault = e.message;
      tell(hit, "bad", e.message);
    }
  }
}

function line({ state, words, more }, base) {
  const scoped = `What is marked as proved is ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  const link = more && h("a", { href: base + more[0] }, more[1]);
  return h(
    "p",
    { class: `verdict ${state}` },
    mark(state),
    h("span", {}, state === "good" ? scoped : words, link),
  );
}
