import { h } from "./dom.js";
import { headView } from "./headview.js";
import { parseDecimal } from "./text.js";

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
 * `/demo/`. Behind a question mark stands what is searched for: `#/demo/events?order=oldest_first`.
 *
 * @param {import("./api.js").LogEntry[]} logs at least one; the first is the one of no address
 * @param {string} hash
 */
export function match(logs, hash) {
  const [path, ...behind] = hash.replace(/^#/, "").split("?");
  const query = behind.join("?");
  const whole = path.endsWith("/") ? path : `${path}/`;
  const log = logs
    .filter((each) => whole.startsWith(each.path))
    .reduce((a, b) => (a === null || b.path.length > a.path.length ? b : a), null);
  if (log === null) {
    return { log: logs[0], rest: [], query };
  }
  return {
    log,
    query,
    rest: whole
      .slice(log.path.length)
      .split("/")
      .filter((word) => word !== ""),
  };
}

/**
 * The view of an address. All but the first are loaded when they are wanted.
 *
 * @param {string[]} rest
 * @param {string} query
 * @returns {Promise<View>}
 */
export async function viewOf(rest, query, context) {
  const [tab, first, second] = rest;
  switch (tab) {
    case undefined:
      return headView(context);
    case "verify":
      return (await import("./verifyview.js")).verifyView(context);
    case "trust":
      return (await import("./trustview.js")).trustView(context);
    case "events":
      return (await import("./eventsview.js")).eventsView(context, query);
    case "producers":
      return (await import("./producersview.js")).producersView(context, query);
    case "entries":
      return entriesOf(first, second, context);
    default:
      return unknown(context);
  }
}

async function entriesOf(first, second, context) {
  const isPage = first === undefined || first === "before";
  const text = isPage ? second : first;
  let index = null;
  try {
    index = text === undefined ? null : parseDecimal("index", text);
  } catch {
    return unknown(context);
  }
  return isPage
    ? (await import("./entriesview.js")).entriesView(context, index)
    : (await import("./entryview.js")).entryView(context, index);
}

function unknown({ base }) {
  const element = h(
    "p",
    {},
    "There is nothing at this address. ",
    h("a", { href: base }, "To the head"),
  );
  return { title: "Not found", element, update() {} };
}
