import { inWords } from "./api.js";
import { card, code, facts, h, mark, notice, show } from "./dom.js";
import { eventsWith } from "./eventtext.js";
import { counted, grouped } from "./format.js";
import { printable } from "./text.js";

const MAX_SHOWN = 20;
const KINDS = {
  CHAIN_FINDING_KIND_GAP: "missing",
  CHAIN_FINDING_KIND_FORK: "two events after the same one, at",
  CHAIN_FINDING_KIND_REPEAT: "twice in the log",
};

/**
 * Who seals events in the log, and what is wrong with their chains, as the server states it.
 *
 * @param {{watch: import("./watch.js").Watch, base: string}} context
 * @param {string} query as the address has it
 */
export function producersView({ watch, base }, query) {
  const token = new URLSearchParams(query).get("page_token") ?? "";
  const element = h("div", { class: "stack" }, notice("wait", "Reading producers …"));
  watch.api
    .producers(token)
    .then((page) => show(element, ...pageOf(page, token, base)))
    .catch((e) => show(element, notice("bad", inWords(e))));
  return { title: "Producers", element, update() {} };
}

function pageOf({ producers, nextPageToken, searchedSize }, token, base) {
  const words =
    searchedSize === 0n
      ? "Nothing of the log is read yet."
      : `As the server states them, from the entries to ${grouped(searchedSize - 1n)}. Whoever reads those finds the same.`;
  const next = new URLSearchParams({ page_token: nextPageToken });
  return [
    card(
      "Who seals events",
      h("p", {}, producers.length === 0 ? "No producer has sealed an event. " : "", words),
    ),
    ...producers.map((producer) => producerCard(producer, base)),
    h(
      "nav",
      { class: "paging", "aria-label": "Pages of producers" },
      token && h("a", { href: `${base}producers` }, "← First page"),
      nextPageToken && h("a", { href: `${base}producers?${next}` }, "Next page →"),
    ),
  ];
}

function producerCard(producer, base) {
  const name = String(producer.name);
  const findings = producer.findings ?? [];
  const count = number(producer.findingCount);
  const isAllSettled = findings.every(({ count: of, settledCount }) => of === settledCount);
  const isSettled = isAllSettled && count === `${findings.length}`;
  return card(
    printable(name),
    facts(
      ["Key now", code(String(producer.vkey))],
      [
        "Events",
        h("span", {}, eventsWith(base, "producer", name, grouped(number(producer.eventCount))), " in the log"),
      ],
      ["Last sequence", grouped(number(producer.lastSequence))],
    ),
    h(
      "p",
      { class: `verdict ${isSettled ? "open" : "bad"}` },
      mark(isSettled ? "open" : "bad"),
      h("span", {}, findingsInWords(count, isSettled)),
    ),
    findings.length > 0 &&
      h("ul", { class: "findings" }, ...findings.slice(-MAX_SHOWN).reverse().map((each) => finding(each, base))),
    findings.length > MAX_SHOWN && h("p", { class: "help" }, `The newest ${MAX_SHOWN} are shown.`),
  );
}

/** What was found is marked as the server's word even where it is nothing. */
function findingsInWords(count, isSettled) {
  if (count === "0") {
    return "The server has found nothing wrong in its chain.";
  }
  const rest = isSettled ? "; all is since explained or delivered" : "";
  return `${counted(count, "thing was", "things were")} found wrong in its chain${rest}.`;
}

function finding({ kind, firstSequence, count, index, settledCount }, base) {
  const first = BigInt(number(firstSequence));
  const last = first + BigInt(number(count)) - 1n;
  const range = last > first ? `Sequences ${grouped(first)} to ${grouped(last)}` : `Sequence ${grouped(first)}`;
  const settled = number(settledCount);
  return h(
    "li",
    {},
    `${range}: ${KINDS[kind] ?? "something is wrong"}, `,
    h("a", { href: `${base}entries/${number(index)}` }, `entry ${grouped(number(index))}`),
    settled === "0" ? "" : `; ${grouped(settled)} since explained or delivered`,
  );
}

/** A number of the server's as it stands; 0 if it is none. */
function number(value) {
  return /^[0-9]{1,19}$/.test(value) ? String(value) : "0";
}
