import { toBase64 } from "./bytes.js";
import { claimedTime } from "./cosignature.js";
import { card, code, download, facts, h, mark, notice } from "./dom.js";
import { Unverified } from "./errors.js";
import { age, ageOfSeconds, counted, grouped, renew } from "./format.js";
import { growth } from "./growth.js";
import { claims } from "./note.js";
import { NONE } from "./policy.js";
import { quorumInWords, requireQuorum } from "./quorum.js";
import { printable } from "./text.js";

const REDRAW_MS = 30_000;
const CARDS = [headCard, consistencyCard, cosignatureCard, witnessCard];

/** The log's newest head, how it was checked, and who else vouches for it. */
export function headView({ watch, base }) {
  const places = CARDS.map(() => h("div", {}));
  const chart = h("div", {});
  let drawnAt = -Infinity;
  let drawn = null;
  const update = () => {
    const { head } = watch;
    if (head === null) {
      const words = watch.trouble ?? "Asking for the head …";
      renew(places[0], notice(watch.trouble ? "bad" : "wait", words));
      return;
    }
    places.forEach((place, i) => renew(place, CARDS[i](head, watch, base)));
    const { size } = head.checkpoint.head;
    if (drawn !== size && performance.now() - drawnAt > REDRAW_MS) {
      drawn = size;
      drawnAt = performance.now();
      growth(chart, watch.api, size);
    }
  };
  update();
  return { title: "Head", element: h("div", { class: "stack" }, ...places, chart), update };
}

function headCard(head, watch, base) {
  const { checkpoint } = head;
  const { size, root } = checkpoint.head;
  const behind = head.durableSize - size;
  return h(
    "section",
    { class: "card hero" },
    h("h2", {}, "Newest signed head"),
    h("p", { class: "size" }, h("strong", {}, grouped(size)), size === 1n ? " entry" : " entries"),
    verdict(head, base),
    head.link?.state === "open" && openSince(head.link),
    facts(
      ["Origin", printable(checkpoint.origin)],
      ["Root hash", code(toBase64(root))],
      behind > 0n && [
        "On its way",
        `${counted(behind, "entry", "entries")} stored, not yet in a head`,
      ],
      checkpoint.extensions.length > 0 && [
        "Extension lines",
        checkpoint.extensions.map(printable).join(" · "),
      ],
    ),
    h(
      "p",
      { class: "buttons" },
      h(
        "button",
        {
          type: "button",
          click: () => download("checkpoint", watch.head.note.bytes, "text/plain"),
        },
        "Download the signed note",
      ),
    ),
  );
}

/** A server that never answers would otherwise look like one that is slow. */
function openSince({ since }) {
  return h(
    "p",
    { class: "verdict open" },
    mark("open"),
    h("span", {}, "Its history cannot be checked, since ", age(since), ". It may have been rewritten."),
  );
}

function verdict({ verdict: it, reason, trusted }, base) {
  switch (it) {
    case "verified":
      return h(
        "p",
        { class: "verdict good" },
        mark("good"),
        h(
          "span",
          {},
          "Signature verified here, under the key that you trust: ",
          h("span", { class: "wrap" }, trusted.signed.log.identity),
        ),
      );
    case "refused":
      return h("p", { class: "verdict bad" }, mark("bad"), h("span", {}, `Refused: ${reason}.`));
    default:
      return h(
        "p",
        { class: "verdict open" },
        mark("open"),
        h(
          "span",
          {},
          "Not checked: this browser has no key for this log. ",
          h("a", { href: `${base}trust` }, "Choose whom to trust"),
          ".",
        ),
      );
  }
}

function consistencyCard({ verdict: it, link, checkpoint }) {
  if (it !== "verified") {
    return null;
  }
  const { size } = checkpoint.head;
  const line = (state, ...children) =>
    card(
      "Since your last visit",
      h("p", { class: `verdict ${state}` }, mark(state), h("span", {}, ...children)),
    );
  const before = link.from !== undefined && [`size ${grouped(link.from)}, seen `, age(link.at)];
  switch (link.state) {
    case "first":
      return line(
        "good",
        "This is the first head of this log that this browser has seen. It is kept here, and every later one must extend it.",
      );
    case "same":
      return line("good", "It is the same head as before: ", ...before, ".");
    case "extends":
      return line(
        "good",
        "It extends the head that this browser saw last: ",
        ...before,
        `. A consistency proof of ${counted(link.hashes, "hash", "hashes")} shows that its ${counted(link.from, "entry", "entries")} are the first of the ${grouped(size)} now, unchanged.`,
      );
    case "open":
      return line(
        "open",
        "Whether it extends the head seen before could not be checked: ",
        ...before,
        `. ${link.reason} It is tried again.`,
      );
    default:
      return line(
        "bad",
        "It is not shown to extend the head seen before: ",
        ...before,
        `. Found: ${link.reason}.`,
      );
  }
}

function cosignatureCard(head) {
  const shown = head.witnessed ?? head;
  const { note, checkpoint, trusted } = shown;
  const rows = trusted?.parts ? policyRows(trusted) : noteRows(note, head, checkpoint);
  if (rows.length === 0) {
    return null;
  }
  const { size } = checkpoint.head;
  const older = size < head.checkpoint.head.size;
  return card(
    "Cosignatures",
    h(
      "p",
      {},
      older
        ? `On the newest head with a quorum of witnesses, of size ${grouped(size)}. `
        : "On this head. ",
      head.witnessed?.reason ? `It was refused: ${head.witnessed.reason}.` : explain(head, shown),
    ),
    quorumLine(head.trust, trusted),
    table(["", "Witness", "Cosigned"], rows),
  );
}

function explain({ trust }, { trusted }) {
  if (trusted?.parts) {
    return "Each was verified here, under the keys of your policy.";
  }
  return trust?.kind === "vkey"
    ? "Not checked: a key alone says nothing about witnesses. Paste a policy that names their keys."
    : "Not checked: times and names are as the note states them.";
}

function quorumLine(trust, trusted) {
  if (!trusted?.parts) {
    return null;
  }
  if (trust.policy.quorum === NONE) {
    return h("p", { class: "verdict open" }, mark("open"), "Your policy asks for no witnesses.");
  }
  const words = `Your quorum: ${quorumInWords(trust.policy)}.`;
  try {
    requireQuorum(trust.policy, trusted.parts);
    return h("p", { class: "verdict good" }, mark("good"), h("span", {}, `${words} It is met.`));
  } catch (e) {
    if (!(e instanceof Unverified)) {
      throw e;
    }
    return h("p", { class: "verdict bad" }, mark("bad"), h("span", {}, `${words} ${e.message}.`));
  }
}

const STATES = {
  good: ["good", null],
  stale: ["open", "too old to count"],
  missing: ["open", "no cosignature"],
  uncheckable: ["open", "ML-DSA-44: cannot be checked in this browser, does not count"],
};

function policyRows({ parts }) {
  return parts.map(({ witness, state, time }) => [
    mark(STATES[state][0]),
    printable(witness.name),
    time === null ? STATES[state][1] : ageOfSeconds(time),
  ]);
}

function noteRows(note, { trusted }, { origin }) {
  return note.signatures
    .filter((line) => (trusted ? !claims(line, trusted.signed.log) : line.name !== origin))
    .map((line) => {
      const time = claimedTime(line);
      return [
        mark("open"),
        printable(line.name),
        time === null ? "states no time" : ageOfSeconds(time),
      ];
    });
}

function witnessCard(head, { log: { witnesses } }) {
  if (!witnesses?.length) {
    return null;
  }
  const rows = witnesses.map(({ name, cosignedSize, cosignedTime, lateSince, trouble }) => [
    printable(name),
    printable(grouped(cosignedSize ?? 0)),
    cosignedTime ? age(Date.parse(cosignedTime)) : "not since the server started",
    lateSince
      ? h(
          "span",
          {},
          "late, since ",
          age(Date.parse(lateSince)),
          trouble ? `: ${printable(trouble)}` : "",
        )
      : "in time",
  ]);
  return card(
    "Witnesses, as the server reports them",
    table(["Witness", "Size", "Cosigned", "State"], rows),
  );
}

/** @param {string[]} heads @param {(Node | string)[][]} rows */
export function table(heads, rows) {
  const head = heads.map((text) =>
    text ? h("th", { scope: "col", role: "columnheader" }, text) : h("td", { role: "cell" }),
  );
  const cells = (row) =>
    row.map((cell, i) => h("td", { role: "cell", "data-label": heads[i] }, cell));
  // Narrow screens show rows as blocks, which would take the roles away.
  return h(
    "table",
    { role: "table" },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...head)),
    h("tbody", { role: "rowgroup" }, ...rows.map((row) => h("tr", { role: "row" }, ...cells(row)))),
  );
}
