import { parseUtf8 } from "./bytes.js";
import { PolicyError } from "./errors.js";
import { printable } from "./text.js";

const MAX_BYTES = 8_000_000;
const SHOWN = 60;
const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE, HASH, DELETE] = [0x09, 0x0a, 0x0d, 0x20, 0x23, 0x7f];

/**
 * A line of a policy that says something, taken apart at its spaces and tabs.
 * @typedef {{number: number, items: string[]}} PolicyLine
 */

/**
 * The lines of a policy that are neither blank nor comments.
 *
 * @param {Uint8Array} file
 * @returns {PolicyLine[]}
 */
export function policyLines(file) {
  if (file.length > MAX_BYTES) {
    throw new PolicyError(0, `is larger than ${MAX_BYTES} bytes: split it or correct the path`);
  }
  const lines = [];
  for (let start = 0, number = 1; start < file.length; number++) {
    const end = lineEnd(file, start, number);
    const items = itemsOf(file.subarray(start, end));
    if (items.length > 0) {
      lines.push({ number, items });
    }
    start = end + 1;
  }
  return lines;
}

function lineEnd(file, start, number) {
  for (let at = start; at < file.length; at++) {
    const octet = file[at];
    if (octet === LINE_FEED) {
      return at;
    }
    if ((octet < SPACE && octet !== TAB) || octet === DELETE) {
      throw new PolicyError(number, forbidden(octet));
    }
  }
  throw new PolicyError(
    number,
    "there is no newline at its end: add one, or restore the file if it was cut off",
  );
}

function forbidden(octet) {
  return octet === CARRIAGE_RETURN
    ? "has a carriage return: end lines in a line feed alone"
    : `has the control character 0x${octet.toString(16).padStart(2, "0")}: use spaces or tabs`;
}

/** Items end at spaces and tabs, and the line ends at an item that begins with '#'. */
function itemsOf(line) {
  const items = [];
  for (let at = 0; at < line.length;) {
    const from = at;
    while (at < line.length && line[at] !== SPACE && line[at] !== TAB) {
      at++;
    }
    if (at === from) {
      at++;
    } else if (line[from] === HASH) {
      break;
    } else {
      items.push(decode(line.subarray(from, at)));
    }
  }
  return items;
}

/** An item that is not UTF-8 is kept too: each of its high octets becomes U+DC00 + octet. */
function decode(item) {
  try {
    return parseUtf8("item", item);
  } catch {
    return Array.from(item, (octet) =>
      String.fromCharCode(octet < 0x80 ? octet : 0xdc00 + octet),
    ).join("");
  }
}

/** An item for a message, cut if it is long. */
export function quote(item) {
  const points = Array.from(item);
  return `"${printable(points.length > SHOWN ? `${points.slice(0, SHOWN).join("")}...` : item)}"`;
}
