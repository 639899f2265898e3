import { parseUtf8, toHex } from "./bytes.js";

const PREVIEW = 90;
const DUMPED = 4_096;
const ROW = 16;

/**
 * An entry's bytes for a person. They are a stranger's: show them as text only.
 *
 * @param {Uint8Array} bytes
 * @returns {{kind: "JSON" | "text" | "bytes", text: string}}
 */
export function readable(bytes) {
  const text = asText(bytes);
  if (text === null) {
    return { kind: "bytes", text: hexDump(bytes) };
  }
  try {
    const json = JSON.parse(text);
    // Parsing rounds numbers, drops doubled names and moves others: then the text is shown as it is.
    const isLossless = JSON.stringify(json) === text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
    if (typeof json === "object" && json !== null && isLossless) {
      return { kind: "JSON", text: JSON.stringify(json, null, 2) };
    }
  } catch {
    // any other text
  }
  return { kind: "text", text };
}

/** One short line. @param {Uint8Array} bytes */
export function preview(bytes) {
  const text = asText(bytes.subarray(0, 4 * PREVIEW)) ?? asText(bytes);
  const line = text === null ? spaced(bytes.subarray(0, ROW * 2)) : text.replace(/\s+/g, " ");
  const points = Array.from(line.slice(0, 2 * PREVIEW + 2));
  return points.length > PREVIEW ? `${points.slice(0, PREVIEW).join("")}…` : line;
}

/** Printable UTF-8: no control characters but tab and line ends, none that turn text around or print as nothing. */
function asText(bytes) {
  try {
    const text = parseUtf8("entry", bytes);
    return /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text.replace(/[\t\n\r]/g, "")) ? null : text;
  } catch {
    return null;
  }
}

/** Offset, hexadecimal and ASCII, 16 bytes a line. */
function hexDump(bytes) {
  const rows = [];
  for (let at = 0; at < Math.min(bytes.length, DUMPED); at += ROW) {
    const row = bytes.subarray(at, at + ROW);
    const ascii = Array.from(row, (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".",
    ).join("");
    rows.push(`${at.toString(16).padStart(4, "0")}  ${spaced(row).padEnd(3 * ROW)} ${ascii}`);
  }
  if (bytes.length > DUMPED) {
    rows.push(`… and ${bytes.length - DUMPED} more bytes: download them`);
  }
  return rows.join("\n");
}

function spaced(bytes) {
  return toHex(bytes).replace(/..(?=.)/g, "$& ");
}
