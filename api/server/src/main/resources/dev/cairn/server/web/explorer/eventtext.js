import { toHex } from "./bytes.js";
import { h } from "./dom.js";
import { milliseconds, stageOf, statusOf } from "./event.js";
import { pointInTime } from "./format.js";
import { quoted } from "./seals.js";
import { printable } from "./text.js";

/** What is in an event, for a person. Strangers wrote it: it is shown as text only. */

/** An actor, principal or target: its type stands apart, since both texts may have spaces. */
export function thing({ type, id }) {
  return h("span", {}, h("span", { class: "kind" }, printable(type)), ` ${printable(id)}`);
}

/** @param {{type: string, id: string}[]} things */
export function things(things) {
  return h("span", { class: "things" }, ...things.map(thing));
}

export function actorOf({ actor }) {
  const principals = actor.onBehalfOf.map((each) => h("span", {}, "for ", thing(each)));
  return h("span", { class: "things" }, thing(actor), ...principals);
}

export function outcomeInWords(event) {
  const { code, message } = event.outcome;
  const stage = stageOf(event);
  const parts = [
    statusOf(event),
    stage !== "COMPLETION" && `(${stage})`,
    code && printable(code),
    message && `“${printable(message)}”`,
  ];
  return parts.filter(Boolean).join(" ");
}

export function timeOf(time) {
  return pointInTime(milliseconds(time));
}

export function valueOf({ text, integer, number, flag, data, time }) {
  if (data !== null) {
    return toHex(data);
  }
  return time === null ? printable(`${text ?? integer ?? number ?? flag ?? ""}`) : timeOf(time);
}

/** A link to the events that have a value in a field. */
export function eventsWith(base, field, value, words = value) {
  const query = new URLSearchParams({ filter: `${field} = ${quoted(value)}` });
  return h("a", { href: `${base}events?${query}`, title: printable(value) }, printable(words));
}
