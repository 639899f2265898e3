import { h, show, turnInto } from "./dom.js";

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** @param {bigint | number} count @returns {string} with thin groups of three digits */
export function grouped(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** @param {bigint | number} count */
export function counted(count, one, many = `${one}s`) {
  return `${grouped(count)} ${String(count) === "1" ? one : many}`;
}

/** @param {number} milliseconds since the epoch */
export function ageInWords(milliseconds) {
  const seconds = Math.round((Date.now() - milliseconds) / 1000);
  if (Math.abs(seconds) < 2) {
    return "just now";
  }
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  const amount = counted(Math.floor(Math.abs(seconds) / size), unit);
  return seconds > 0 ? `${amount} ago` : `${amount} in the future`;
}

/**
 * A point in time with its age, which `tickAges` keeps up to date.
 *
 * @param {number} milliseconds since the epoch
 */
export function age(milliseconds) {
  const time = pointInTime(milliseconds);
  return time.localName === "time"
    ? h("span", {}, h("span", { "data-since": milliseconds }, ageInWords(milliseconds)), " ", time)
    : time;
}

/**
 * A point in time without its age, for places where each change is read aloud.
 *
 * @param {number} milliseconds since the epoch
 */
export function pointInTime(milliseconds) {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) {
    return h("span", {}, "beyond all calendars");
  }
  const iso = date.toISOString();
  return h("time", { datetime: iso }, `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`);
}

/** @param {bigint} seconds since the epoch */
export function ageOfSeconds(seconds) {
  return age(Number(seconds) * 1000);
}

/** A refusal as a sentence of its own. @param {string} message in one line, without a full stop */
export function sentence(message) {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/**
 * Puts an element in place. What already stands there stays, with focus and selection, and so do its
 * listeners: those of the new element must do the same.
 */
export function renew(place, element) {
  tickAges();
  const [old] = place.children;
  if (element && old) {
    turnInto(old, element);
  } else {
    show(place, element);
  }
}

/** Brings all ages on the page up to date. */
export function tickAges() {
  for (const element of document.querySelectorAll("[data-since]")) {
    const words = ageInWords(Number(element.dataset.since));
    if (element.textContent !== words) {
      element.textContent = words;
    }
  }
}
