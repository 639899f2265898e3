import { ApiError, inWords } from "./api.js";
import { equal, toHex } from "./bytes.js";
import { headFor, verdictOf } from "./covering.js";
import { card, code, facts, h, mark, notice, show } from "./dom.js";
import { Uncheckable, Unverified } from "./errors.js";
import { parseEvent, traceOf } from "./event.js";
import { actorOf, eventsWith, outcomeInWords, things, timeOf, valueOf } from "./eventtext.js";
import { grouped } from "./format.js";
import { leafHash, verifyInclusion } from "./merkle.js";
import { findKeyEvents, followKeys, keysOf, MAX_NAMED } from "./producerkeys.js";
import { quoted, verifyCollected, verifyProduced } from "./seals.js";
import { printable } from "./text.js";
import { keysFor } from "./trust.js";

/**
 * An entry that is an event: what it says, and who sealed it.
 *
 * @param {Uint8Array} data the entry
 * @param {import("./watch.js").Watch} watch
 * @param {string} base
 * @returns {{element: Node, update: () => void}}
 */
export function eventCard(data, watch, base) {
  let logged;
  try {
    logged = parseEvent(data);
  } catch (e) {
    const words = `It begins as an event does and cannot be read as one: ${e.message}.`;
    return { element: card("Event", notice("bad", words)), update() {} };
  }
  const checks = [collectorCheck, ...(logged.link === null ? [] : [producerCheck, chainCheck])].map(
    (check) => ({ check, place: h("div", {}), isDone: false }),
  );
  let isBusy = false;
  const update = async () => {
    if (watch.head === null || isBusy) {
      return;
    }
    isBusy = true;
    for (const each of checks.filter(({ isDone }) => !isDone)) {
      each.isDone = await run(each, logged, watch, base);
    }
    isBusy = false;
  };
  const element = h(
    "div",
    { class: "stack" },
    card(
      "Event",
      logged.isNewer && notice("open", "It has fields that this page does not know; they are not shown."),
      facts(...eventFacts(logged, base)),
    ),
    card("Seals", facts(...linkFacts(logged, base)), ...checks.map(({ place }) => place)),
  );
  return { element, update };
}

function eventFacts({ event, collection }, base) {
  const { context, payloadDigest: digest } = event;
  const trace = traceOf(event);
  return [
    ["Occurred", timeOf(event.occurredTime)],
    ["Actor", actorOf(event)],
    ["Action", printable(event.action)],
    event.targets.length > 0 && ["Targets", things(event.targets)],
    ["Outcome", outcomeInWords(event)],
    ["Source", printable(event.source)],
    ["Type", printable(event.type)],
    ["ID", printable(event.id)],
    trace && ["Trace", eventsWith(base, "trace_id", trace)],
    context?.correlationId && ["Correlation", printable(context.correlationId)],
    context?.peer && ["Peer", printable(context.peer)],
    context?.userAgent && ["User agent", printable(context.userAgent)],
    ...event.attributes.map((each) => [`attributes.${printable(each.name)}`, valueOf(each)]),
    digest && ["Payload, SHA-256", code(toHex(digest.digest))],
    collection.receiveTime && ["Received", timeOf(collection.receiveTime)],
    ["Submitted by", printable(collection.submitter)],
  ];
}

function linkFacts({ link }, base) {
  if (link === null) {
    return [["Producer", "none: no service has sealed this event"]];
  }
  return [
    ["Producer", eventsWith(base, "producer", link.producer)],
    ["Sequence", grouped(link.sequence)],
    link.sequence > 0n && ["Hash of the event before", code(toHex(link.previousHash))],
  ];
}

/** Runs a check and says what came of it. @returns {Promise<boolean>} whether that stays so */
async function run({ check, place }, logged, watch, base) {
  try {
    const { state = "good", words, isOpen = false } = await check(logged, watch, base);
    show(place, line(state, ...words));
    return !isOpen;
  } catch (e) {
    const isOpen = e instanceof ApiError || e instanceof Uncheckable;
    show(place, line(isOpen ? "open" : "bad", isOpen ? inWords(e) : `${TITLES.get(check)}: ${e.message}.`));
    return !(e instanceof ApiError);
  }
}

function line(state, ...children) {
  return h("p", { class: `verdict ${state}` }, mark(state), h("span", {}, ...children));
}

async function collectorCheck(logged, { head, origin }) {
  if (head.trusted === null) {
    return {
      state: "open",
      words: ["The log's seal is not checked: no head is verified under a key that you trust."],
      isOpen: true,
    };
  }
  const keyId = logged.collectorSeal.keyId.toReversed();
  const known = keysFor(head.trust, origin).find((key) => equal(key.keyId, keyId));
  const key = known ?? head.trusted.signed.log;
  await verifyCollected(logged, key);
  return { words: ["The log sealed it when it came in: ", h("span", { class: "wrap" }, key.identity)] };
}

/** That no entry that names a key was left out is the server's word. */
async function producerCheck(logged, watch, base) {
  const { link, producerSeal } = logged;
  const { found, isAll } = await findKeyEvents(link, watch.api);
  const { inForce, sealer } = keysOf(await followKeys(found, link.producer), producerSeal);
  if (sealer === undefined) {
    if (found.length === 0 || !isAll) {
      return { state: "open", words: ["The server finds no entry that names the producer's key."] };
    }
    throw new Unverified("no entry that names a key of the producer names the one that it is sealed by");
  }
  await verifyProduced(logged, sealer.key);
  const named = [
    h("a", { href: `${base}entries/${sealer.index}` }, `entry ${grouped(sealer.index)}`),
    " names: ",
    h("span", { class: "wrap" }, printable(sealer.key.identity)),
  ];
  const open = (why, isOpen) => ({
    state: "open",
    words: ["It is sealed by the key that ", ...named, `. That the key is the producer's is not shown: ${why}.`],
    isOpen,
  });
  if (!isAll) {
    return open(`more entries name its keys than the ${MAX_NAMED} that are followed here`, false);
  }
  if (sealer.doubt !== "") {
    return open(sealer.doubt, false);
  }
  if (sealer !== inForce) {
    throw new Unverified(`entry ${inForce.index} has replaced the key of entry ${sealer.index}`);
  }
  const unproved = await whyNotProved(found, watch);
  return unproved ? open(unproved, true) : { words: ["The producer sealed it, with the key that ", ...named] };
}

async function chainCheck({ link }, watch, base) {
  if (link.sequence === 0n) {
    return { words: ["It is the first event of its producer."] };
  }
  const before = link.sequence - 1n;
  const filter = `producer = ${quoted(link.producer)} AND sequence = ${before}`;
  const [found] = (await watch.api.events({ filter }, 1)).events;
  if (found === undefined) {
    return {
      state: "open",
      words: [`The server finds no event ${grouped(before)} of the producer: it is missing, or comes later.`],
      isOpen: true,
    };
  }
  const unproved = await whyNotProved([found], watch);
  if (unproved) {
    return {
      state: "open",
      words: [`It is not shown that event ${grouped(before)} of the producer is in the log: ${unproved}.`],
      isOpen: true,
    };
  }
  const { produced, link: other } = parseEvent(found.data);
  const isBefore = other?.producer === link.producer && other.sequence === before;
  if (!isBefore || !equal(await leafHash(produced), link.previousHash)) {
    throw new Unverified(`it names another event ${before} than entry ${found.index} is`);
  }
  return {
    words: [
      `It follows event ${grouped(before)} of the producer, which is `,
      h("a", { href: `${base}entries/${found.index}` }, `entry ${grouped(found.index)}`),
      ": the hash fits.",
    ],
  };
}

/**
 * Follows the paths of entries to one head.
 *
 * @param {{index: bigint, data: Uint8Array}[]} entries in ascending order
 * @returns {Promise<string>} why it is not shown that they are in the log; empty: it is
 */
async function whyNotProved(entries, { api, head }) {
  const { index: highest } = entries.at(-1);
  const chosen = headFor(head, highest);
  const { size, root } = chosen.checkpoint.head;
  if (highest >= size) {
    return `no head covers entry ${grouped(highest)} yet`;
  }
  const indexes = entries.map(({ index }) => index);
  const proofs = await api.inclusions(indexes, size);
  for (const [i, { index, data }] of entries.entries()) {
    try {
      await verifyInclusion(index, await leafHash(data), { size, root }, proofs[i]);
    } catch (e) {
      return e.message;
    }
  }
  return verdictOf(head, chosen).brief;
}

const TITLES = new Map([
  [collectorCheck, "The log's seal is refused"],
  [producerCheck, "The producer's seal is refused"],
  [chainCheck, "The chain is broken"],
]);
