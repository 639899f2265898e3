import { parseBase64, toBase64 } from "./bytes.js";
import { Damaged } from "./errors.js";
import { parseDecimal, printable } from "./text.js";

/**
 * What this browser keeps of each log: whom the visitor trusts, the largest head that was verified, and
 * evidence against the log. It is kept per web origin and never leaves the browser.
 */

/** What the browser did not take, or does not give back: newer than what it has. */
const fallback = new Map();

const KINDS = ["back", "fork", "inconsistent", "signature"];

/** Whether what is kept survives the closing of the page. */
export function isLasting() {
  try {
    localStorage.setItem("cairn.probe", "1");
    localStorage.removeItem("cairn.probe");
    return true;
  } catch {
    return false;
  }
}

function textOf(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // forbidden: nothing is kept
  }
}

/** @param {(value: any) => unknown} parse fails if the value is not one that was written here */
function read(key, parse) {
  const text = fallback.has(key) ? JSON.stringify(fallback.get(key)) : textOf(key);
  try {
    return text === null ? null : parse(JSON.parse(text));
  } catch {
    const name = printable(key);
    throw new Damaged(`what this browser's own storage keeps as ${name} is damaged`);
  }
}

function requireThat(isGood) {
  if (!isGood) {
    throw new TypeError("not as it was written");
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    fallback.delete(key);
  } catch {
    fallback.set(key, value); // full or forbidden: kept for as long as the page is open
  }
}

function remove(key) {
  fallback.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // there is nothing to remove
  }
}

/**
 * @typedef {{text: string, from: "visitor" | "server"}} Pin a vkey or policy, and who gave it
 * @typedef {{size: bigint, note: Uint8Array, at: number}} Seen `at` in milliseconds since the epoch
 * @typedef {"back" | "fork" | "inconsistent" | "signature" | "damaged"} AlarmKind
 * @typedef {{kind: AlarmKind, message: string, seen: string | null, shown: string | null, at: number}} Alarm
 *     the two notes in base64; neither if the evidence itself is damaged
 */

/** @param {string} origin @returns {Pin | null} */
export function pinOf(origin) {
  return read(`cairn.trust.${origin}`, ({ text, from }) => {
    requireThat(typeof text === "string" && ["visitor", "server"].includes(from));
    return { text, from };
  });
}

/** The pin, or null if there is none that can be read. @param {string} origin @returns {Pin | null} */
export function readablePinOf(origin) {
  try {
    return pinOf(origin);
  } catch {
    return null; // the view Trust says so
  }
}

/** @param {string} origin @param {Pin} pin */
export function pin(origin, { text, from }) {
  write(`cairn.trust.${origin}`, { text, from });
}

/**
 * Who gave a text that stands in a field: as it was kept, if it is still the same; the server, if its
 * offer was taken.
 *
 * @param {string} origin
 * @param {string} text
 * @param {string} [offered] what the server last filled in
 * @returns {"visitor" | "server"}
 */
export function giverOf(origin, text, offered) {
  const kept = readablePinOf(origin);
  if (kept?.text.trim() === text.trim()) {
    return kept.from;
  }
  return offered?.trim() === text.trim() ? "server" : "visitor";
}

/** Forgets whom the visitor trusts, and of what was seen only what can no more be read. @param {string} origin */
export function unpin(origin) {
  remove(`cairn.trust.${origin}`);
  const start = "cairn.seen.";
  for (const key of keysThatStart(`${start}${origin}+`)) {
    try {
      seenUnder(key.slice(start.length));
    } catch {
      remove(key);
    }
  }
}

function keysThatStart(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

/** @param {string} vkey of the log @returns {Seen | null} the largest head that was verified */
export function seenUnder(vkey) {
  return read(`cairn.seen.${vkey}`, ({ size, note, at }) => {
    requireThat(Number.isFinite(at));
    return { size: parseDecimal("size", size), note: parseBase64("note", note), at };
  });
}

/** Keeps a head that was verified, unless a larger one is kept. @param {string} vkey */
export function remember(vkey, { size, note }) {
  const seen = seenUnder(vkey);
  if (seen === null || size >= seen.size) {
    write(`cairn.seen.${vkey}`, { size: `${size}`, note: toBase64(note), at: Date.now() });
  }
}

/** @param {string} origin @returns {Alarm | null} */
export function alarmOf(origin) {
  try {
    return read(`cairn.alarm.${origin}`, ({ kind, message, seen, shown, at }) => {
      requireThat(KINDS.includes(kind) && typeof message === "string" && Number.isFinite(at));
      [seen ?? "", shown].forEach((note) => parseBase64("note", note));
      return { kind, message, seen, shown, at };
    });
  } catch (e) {
    return { kind: "damaged", message: e.message, seen: null, shown: null, at: 0 };
  }
}

/**
 * Keeps the first evidence against a log; later alarms do not replace it. A head that is not the log's
 * is evidence against the server alone, and gives way to heads that the log did sign.
 */
export function raise(origin, kind, message, seen, shown) {
  const kept = alarmOf(origin);
  const givesWay = kept?.kind === "damaged" || (kept?.kind === "signature" && kind !== "signature");
  if (kept !== null && !givesWay) {
    return;
  }
  const alarm = {
    kind,
    message,
    seen: seen && toBase64(seen),
    shown: toBase64(shown),
    at: Date.now(),
  };
  write(`cairn.alarm.${origin}`, alarm);
}

/** @param {string} origin */
export function discardAlarm(origin) {
  remove(`cairn.alarm.${origin}`);
}
