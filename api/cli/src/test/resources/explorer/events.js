// What the page reads in entries, in a form that Java can compare; and what it says of seals.
import { parseBase64, toHex } from "/-/explorer/bytes.js";
import { parseEvent } from "/-/explorer/event.js";
import { verifyCollected, verifyProduced } from "/-/explorer/seals.js";
import { parseVkey } from "/-/explorer/vkey.js";

const time = (t) => (t === null ? "" : `${t.seconds}.${t.nanos}`);
const things = (all) => all.map(({ type, id }) => `${type}/${id}`).join(",");

function attribute({ name, ...values }) {
  const [kind, value] = Object.entries(values).find(([, each]) => each !== null);
  const text = kind === "data" ? toHex(value) : kind === "time" ? time(value) : String(value);
  return `${name}:${kind}=${text}`;
}

/** Every field of an event. */
function fields({ event, link, collection }) {
  const { actor, outcome, context, payloadDigest: digest } = event;
  return [
    event.id,
    event.source,
    event.type,
    time(event.occurredTime),
    `${actor.type}/${actor.id}`,
    things(actor.onBehalfOf),
    event.action,
    things(event.targets),
    `${outcome.stage},${outcome.status},${outcome.code},${outcome.message}`,
    context && [context.traceparent, context.correlationId, context.peer, context.userAgent].join(),
    event.attributes.map(attribute).join(";"),
    digest && [digest.algorithm, toHex(digest.digest), digest.size, digest.mediaType].join(),
    link && [link.producer, link.sequence, toHex(link.previousHash)].join(),
    `${time(collection.receiveTime)},${collection.submitter}`,
  ].map((each) => each ?? "").join("\n");
}

export function read(entry) {
  try {
    return fields(parseEvent(parseBase64("entry", entry)));
  } catch (e) {
    return `${e.name}: ${e.message}`;
  }
}

/** @returns {Promise<string[]>} what is said of the seals of an entry, of which one bit each is changed */
export async function sealsOf(entry, log, producer) {
  const [logKey, producerKey] = [await parseVkey(log), await parseVkey(producer)];
  const check = async (bytes, verify, key) => {
    try {
      await verify(parseEvent(bytes), key);
      return "good";
    } catch (e) {
      return e.name;
    }
  };
  const whole = parseBase64("entry", entry);
  const said = [await check(whole, verifyCollected, logKey), await check(whole, verifyProduced, producerKey)];
  let accepted = 0;
  for (let at = 0; at < whole.length; at++) {
    const changed = whole.slice();
    changed[at] ^= 1 << at % 8;
    accepted += (await check(changed, verifyCollected, logKey)) === "good" ? 1 : 0;
  }
  return [...said, `${accepted} changed`];
}
