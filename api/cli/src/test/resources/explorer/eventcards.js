// What the page says of an event's seals, in a log whose server answers as it is told to.
import { parseBase64 } from "/-/explorer/bytes.js";
import { parseEvent } from "/-/explorer/event.js";
import { eventCard } from "/-/explorer/eventcard.js";
import { leafHash, nodeHash } from "/-/explorer/merkle.js";
import { parseTrust } from "/-/explorer/trust.js";

const KEY_TYPE = "dev.cairn.producer.key";

/** The largest power of two below a size. */
function split(size) {
  let half = 1;
  while (2 * half < size) {
    half *= 2;
  }
  return half;
}

async function rootOf(leaves) {
  if (leaves.length === 1) {
    return leaves[0];
  }
  const half = split(leaves.length);
  return nodeHash(await rootOf(leaves.slice(0, half)), await rootOf(leaves.slice(half)));
}

async function pathOf(index, leaves) {
  if (leaves.length === 1) {
    return [];
  }
  const half = split(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...(await pathOf(index, left)), await rootOf(right)]
    : [...(await pathOf(index - half, right)), await rootOf(left)];
}

/** Searches as far as this page's filters go. */
function search(entries, { filter, order, page_token: token = "0" }, pageSize) {
  const [, comparison, sequence] = /sequence (=|<) ([0-9]+)$/.exec(filter);
  const fits = ({ event, link }) =>
    (!filter.includes(`type = "${KEY_TYPE}"`) || event.type === KEY_TYPE) &&
    (comparison === "=" ? link.sequence === BigInt(sequence) : link.sequence < BigInt(sequence));
  const all = entries
    .map((data, i) => ({ index: BigInt(i), data }))
    .filter(({ data }) => fits(parseEvent(data)));
  const hits = order === "oldest_first" ? all : all.toReversed();
  const end = Number(token) + pageSize;
  return {
    events: hits.slice(Number(token), end),
    nextPageToken: end < hits.length ? `${end}` : "",
    searchedSize: BigInt(entries.length),
  };
}

/**
 * @param {string[]} texts the log's entries
 * @param {number} index of the one that is shown
 * @param {string} vkey the log's
 * @param {number} dropped the entry that the server shows though another is in the log; negative: none
 * @param {string} verdict on the head
 * @returns {Promise<string[]>} "good: ...", "open: ..." or "bad: ..." for each check
 */
export async function say(texts, index, vkey, dropped, verdict) {
  const entries = texts.map((text) => parseBase64("entry", text));
  const leaves = await Promise.all(entries.map(leafHash));
  if (dropped >= 0) {
    leaves[dropped] = await leafHash(new Uint8Array(0));
  }
  const trust = await parseTrust(vkey);
  const head = {
    verdict,
    trust,
    trusted: { signed: { log: trust.key } },
    link: { state: "first" },
    witnessed: null,
    checkpoint: { head: { size: BigInt(leaves.length), root: await rootOf(leaves) } },
  };
  const api = {
    events: async (query, pageSize) => search(entries, query, pageSize),
    inclusion: async ({ index: at }) => ({ hashes: await pathOf(Number(at), leaves) }),
    inclusions: (indexes) => Promise.all(indexes.map((at) => pathOf(Number(at), leaves))),
  };
  const card = eventCard(entries[index], { head, api, origin: vkey.split("+")[0] }, "#/demo/");
  await card.update();
  return [...card.element.querySelectorAll(".verdict")].map(
    (line) => `${line.className.replace("verdict ", "")}: ${line.lastChild.textContent}`,
  );
}
