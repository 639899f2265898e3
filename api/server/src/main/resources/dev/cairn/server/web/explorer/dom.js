import { printable } from "./text.js";

/** Elements are made here and nowhere else, so that what a stranger wrote only ever becomes text. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element of HTML.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] a function is a listener; null and false leave one out
 * @param {...Child} children strings become text
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An element of SVG. @returns {SVGElement} */
export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child || child === ""));
  return element;
}

/** Puts children in the place of those that an element has. */
export function show(element, ...children) {
  element.replaceChildren(...children.filter((child) => child || child === ""));
  return element;
}

/** Changes a node of the page where it differs from another one, and nothing else of it. */
export function turnInto(old, fresh) {
  if (old.isEqualNode(fresh)) {
    return;
  }
  if (old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
  } else if (old.nodeType === Node.TEXT_NODE) {
    old.data = fresh.data;
  } else {
    copyAttributes(old, fresh);
    const children = [...fresh.childNodes];
    [...old.childNodes].slice(children.length).forEach((child) => child.remove());
    const kept = [...old.childNodes];
    kept.forEach((child, i) => turnInto(child, children[i]));
    old.append(...children.slice(kept.length));
  }
}

function copyAttributes(old, fresh) {
  for (const name of old.getAttributeNames()) {
    fresh.hasAttribute(name) || old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    old.getAttribute(name) === value || old.setAttribute(name, value);
  }
}

/** A mark in shape and words, never in colour alone. @param {"good"|"bad"|"open"|"wait"} state */
export function mark(state) {
  const word = { good: "Passed", bad: "Refused", open: "Not checked", wait: "Waiting" }[state];
  const shape = { good: "✓", bad: "✗", open: "?", wait: "…" }[state];
  return h("span", { class: `mark ${state}`, role: "img", "aria-label": word }, shape);
}

/** A hash or key that wraps anywhere and is easily copied. */
export function code(text) {
  return h("code", { class: "hash" }, printable(text));
}

/** Terms and their values. @param {...([string, Child] | false)} pairs */
export function facts(...pairs) {
  return h(
    "dl",
    { class: "facts" },
    ...pairs
      .filter(Boolean)
      .map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))),
  );
}

/** A part of a page with a heading of its own. */
export function card(title, ...children) {
  return h("section", { class: "card" }, h("h2", {}, title), ...children);
}

/** What is missing or went wrong, in place of what would be shown. */
export function notice(kind, ...children) {
  return h("p", { class: `notice ${kind}` }, ...children);
}

/** Offers bytes as a file. */
export function download(name, bytes, type = "application/octet-stream") {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
