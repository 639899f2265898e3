import { parseBase64, toBase64 } from "./bytes.js";

/**
 * What this browser keeps of each log: whom the visitor trusts, the largest head that was verified, and
 * evidence against the log. It is kept per web origin and never leaves the browser.
 */

/** What the browser did not take, or does not give back: newer than what it has. */
const fallback = new Map();

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

function read(key) {
  if (fallback.has(key)) {
    return fallback.get(key);
  }
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
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
 * @typedef {"back" | "fork" | "inconsistent" | "signature"} AlarmKind
 * @typedef {{kind: AlarmKind, message: string, seen: string | null, shown: string, at: number}} Alarm
 *     the two notes in base64
 */

/** @param {string} origin @returns {Pin | null} */
export function pinOf(origin) {
  return read(`cairn.trust.${origin}`);
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
  const kept = pinOf(origin);
  if (kept?.text.trim() === text.trim()) {
    return kept.from;
  }
  return offered?.trim() === text.trim() ? "server" : "visitor";
}

/** @param {string} origin */
export function unpin(origin) {
  remove(`cairn.trust.${origin}`);
}

/** @param {string} vkey of the log @returns {Seen | null} the largest head that was verified */
export function seenUnder(vkey) {
  const seen = read(`cairn.seen.${vkey}`);
  try {
    return seen && { size: BigInt(seen.size), note: parseBase64("note", seen.note), at: seen.at };
  } catch {
    return null;
  }
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
  return read(`cairn.alarm.${origin}`);
}

/**
 * Keeps the first evidence against a log; later alarms do not replace it. A head that is not the log's
 * is evidence against the server alone, and gives way to heads that the log did sign.
 */
export function raise(origin, kind, message, seen, shown) {
  const kept = alarmOf(origin);
  if (kept !== null && (kept.kind !== "signature" || kind === "signature")) {
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
