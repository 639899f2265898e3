import { concat, utf8 } from "./bytes.js";
import { Malformed } from "./errors.js";
import {
  BYTES,
  FLAG,
  FOUR_BYTES,
  INTEGER,
  list,
  message,
  NUMBER,
  oneof,
  parse,
  SHORT,
  TEXT,
} from "./protobuf.js";

/** Entries that are audit events: the form of cairn/audit/v1/event.proto. */

const MAGIC = utf8("cairn.audit/v1\n");
const MAX_ENTRY_BYTES = 65_535;

const TIME = message({ 1: ["seconds", INTEGER], 2: ["nanos", SHORT] });
const THING = message({ 1: ["type", TEXT], 2: ["id", TEXT] });

const ATTRIBUTE = message({
  1: ["name", TEXT],
  2: ["text", oneof(TEXT)],
  3: ["integer", oneof(INTEGER)],
  4: ["number", oneof(NUMBER)],
  5: ["flag", oneof(FLAG)],
  6: ["data", oneof(BYTES)],
  7: ["time", oneof(TIME)],
});

const EVENT = {
  1: ["id", TEXT],
  2: ["source", TEXT],
  3: ["type", TEXT],
  4: ["occurredTime", TIME],
  5: ["actor", message({ 1: ["type", TEXT], 2: ["id", TEXT], 3: ["onBehalfOf", list(THING)] })],
  6: ["action", TEXT],
  7: ["targets", list(THING)],
  8: [
    "outcome",
    message({ 1: ["stage", SHORT], 2: ["status", SHORT], 3: ["code", TEXT], 4: ["message", TEXT] }),
  ],
  9: [
    "context",
    message({
      1: ["traceparent", TEXT],
      2: ["correlationId", TEXT],
      3: ["peer", TEXT],
      4: ["userAgent", TEXT],
    }),
  ],
  10: ["attributes", list(ATTRIBUTE)],
  11: [
    "payloadDigest",
    message({
      1: ["algorithm", SHORT],
      2: ["digest", BYTES],
      3: ["size", INTEGER],
      4: ["mediaType", TEXT],
    }),
  ],
};

const SEAL = message({
  1: ["position", SHORT],
  2: ["count", SHORT],
  3: ["path", list(BYTES)],
  4: ["keyId", FOUR_BYTES],
  5: ["signature", BYTES],
});

const LOGGED = {
  1: ["event", BYTES],
  2: ["link", message({ 1: ["producer", TEXT], 2: ["sequence", INTEGER], 3: ["previousHash", BYTES] })],
  3: ["producerSeal", SEAL],
  4: ["collection", message({ 1: ["receiveTime", TIME], 2: ["submitter", TEXT] })],
  5: ["collectorSeal", SEAL],
};

/**
 * An entry that is an event.
 * @typedef {object} LoggedEvent
 * @property {object} event the AuditEvent
 * @property {boolean} isNewer whether the event has fields that this page does not know
 * @property {{producer: string, sequence: bigint, previousHash: Uint8Array} | null} link
 * @property {Seal | null} producerSeal there exactly if the link is
 * @property {{receiveTime: object, submitter: string}} collection
 * @property {Seal} collectorSeal
 * @property {Uint8Array} produced what the producer's seal covers
 * @property {Uint8Array} collected what the collector's seal covers
 *
 * One member's share of the signature over a run.
 * @typedef {object} Seal
 * @property {bigint} position
 * @property {bigint} count
 * @property {Uint8Array[]} path
 * @property {Uint8Array} keyId as it is serialized, the lowest byte first
 * @property {Uint8Array} signature
 */

/** Whether an entry claims to be an event. @param {Uint8Array} entry */
export function isEvent(entry) {
  return entry.length > MAGIC.length && MAGIC.every((byte, i) => entry[i] === byte);
}

/**
 * Reads an entry; no seal is verified.
 *
 * @param {Uint8Array} entry
 * @returns {LoggedEvent}
 */
export function parseEvent(entry) {
  if (!isEvent(entry)) {
    throw new Malformed("the entry is not an event: it does not begin with the magic");
  }
  if (entry.length > MAX_ENTRY_BYTES) {
    throw new Malformed(`the entry is larger than ${MAX_ENTRY_BYTES} bytes`);
  }
  const form = entry.subarray(MAGIC.length);
  const { value, unknown, ends } = parse("the logged event", form, LOGGED);
  requireForm(value, unknown, ends);
  const { value: event, unknown: newer } = parse("the event", value.event, EVENT);
  if (event.actor === null || event.outcome === null || event.occurredTime === null) {
    throw new Malformed("the event lacks its actor, its outcome or its time");
  }
  if (event.attributes.some(({ name, ...values }) => valuesOf(values).length > 1)) {
    throw new Malformed("the event has an attribute with two values");
  }
  const isNewer = newer.length > 0;
  const produced = form.subarray(0, ends[2] ?? ends[1]);
  const collected = concat(MAGIC, form.subarray(0, ends[4]));
  return { ...value, event, isNewer, produced, collected };
}

const valuesOf = (oneof) => Object.values(oneof).filter((value) => value !== null);

/** The fields are in the order of their numbers, and no other field is: seals cover prefixes. */
function requireForm(value, unknown, ends) {
  if (value.event.length === 0 || value.collection === null || value.collectorSeal === null) {
    throw new Malformed("the logged event lacks its event, its collection or its seal");
  }
  if ((value.link === null) !== (value.producerSeal === null)) {
    throw new Malformed("the logged event has a link without a seal, or the reverse");
  }
  const places = Object.keys(LOGGED).flatMap((number) => ends[number] ?? []);
  if (unknown.length > 0 || places.some((end, i) => i > 0 && end < places[i - 1])) {
    throw new Malformed("the logged event is not serialized as it must be");
  }
}

/** @param {{seconds: bigint, nanos: bigint}} time @returns {number} milliseconds since the epoch */
export function milliseconds({ seconds, nanos }) {
  return Number(seconds) * 1000 + Math.floor(Number(nanos) / 1_000_000);
}

/** The trace ID in a traceparent; empty: there is none. @param {object} event */
export function traceOf({ context }) {
  return /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(context?.traceparent ?? "")?.[1] ?? "";
}

const STATUSES = ["UNSPECIFIED", "UNKNOWN", "SUCCESS", "FAILURE", "DENIED"];
const STAGES = ["UNSPECIFIED", "ATTEMPT", "COMPLETION"];

/** The outcome's status as filters write it. */
export function statusOf({ outcome: { status } }) {
  return STATUSES[status] ?? `${status}`;
}

/** The outcome's stage as filters write it. */
export function stageOf({ outcome: { stage } }) {
  return STAGES[stage] ?? `${stage}`;
}
