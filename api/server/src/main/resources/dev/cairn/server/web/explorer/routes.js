import { entriesView } from "./entriesview.js";
import { entryView } from "./entryview.js";
import { h } from "./dom.js";
import { headView } from "./headview.js";
import { parseDecimal } from "./text.js";
import { trustView } from "./trustview.js";
import { verifyView } from "./verifyview.js";

/**
 * What is shown for an address.
 * @typedef {object} View
 * @property {string} title
 * @property {Node} element
 * @property {() => void} update called when something new is known of the log
 * @property {(files: File[]) => void} [takeFiles]
 */

/**
 * The log that an address names, and the words behind it: `#/demo/entries/12` is entry 12 of the log at
 * `/demo/`.
 *
 * @param {import("./api.js").LogEntry[]} logs at least one; the first is the one of no address
 * @param {string} hash
 */
export function match(logs, hash) {
  const path = hash.replace(/^#/, "");
  const whole = path.endsWith("/") ? path : `${path}/`;
  const log = logs
    .filter((each) => whole.startsWith(each.path))
    .reduce((a, b) => (a === null || b.path.length > a.path.length ? b : a), null);
  if (log === null) {
    return { log: logs[0], rest: [] };
  }
  return { log, rest: whole.slice(log.path.length).split("/").filter((word) => word !== "") };
}

/** @param {string[]} rest @returns {View} */
export function viewOf(rest, context) {
  const [tab, first, second] = rest;
  switch (tab) {
    case undefined:
      return headView(context);
    case "verify":
      return verifyView(context);
    case "trust":
      return trustView(context);
    case "entries":
      return entriesOf(first, second, context);
    default:
      return unknown(context);
  }
}

function entriesOf(first, second, context) {
  try {
    if (first === undefined) {
      return entriesView(context, null);
    }
    return first === "before"
      ? entriesView(context, parseDecimal("index", second ?? ""))
      : entryView(context, parseDecimal("index", first));
  } catch {
    return unknown(context);
  }
}

function unknown({ base }) {
  const element = h("p", {}, "There is nothing at this address. ", h("a", { href: base }, "To the head"));
  return { title: "Not found", element, update() {} };
}
