import { ApiError, inWords } from "./api.js";
import { equal } from "./bytes.js";
import { parseCheckpoint } from "./checkpoint.js";
import { Unverified } from "./errors.js";
import * as memory from "./memory.js";
import { verifyConsistency } from "./merkle.js";
import { parseNote } from "./note.js";
import { keysFor, openTrusted, parseTrust } from "./trust.js";

const POLL_MS = 3_000;
const MAX_POLL_MS = 60_000;

/**
 * What is known of a log's newest head.
 * @typedef {object} HeadState
 * @property {import("./note.js").Note} note
 * @property {import("./checkpoint.js").Checkpoint} checkpoint
 * @property {bigint} durableSize as the server states it
 * @property {"verified" | "unpinned" | "refused"} verdict
 * @property {string} reason of a refusal
 * @property {import("./trust.js").Trust | null} trust
 * @property {import("./trust.js").Trusted | null} trusted
 * @property {Link | null} link to the head seen before; null unless verified
 * @property {Witnessed | null} witnessed
 *
 * How a verified head goes with the largest that this browser saw before.
 * @typedef {object} Link
 * @property {"first" | "same" | "extends" | "open" | "broken"} state
 * @property {bigint} [from] the size seen before
 * @property {number} [at] when, in milliseconds since the epoch
 * @property {number} [hashes] how many the proof had
 * @property {string} [reason]
 *
 * The newest head that the witnesses' quorum has cosigned, as the server has it.
 * @typedef {object} Witnessed
 * @property {import("./note.js").Note} note
 * @property {import("./checkpoint.js").Checkpoint} checkpoint
 * @property {import("./trust.js").Trusted | null} trusted
 * @property {string} [reason] why it is not trusted
 */

/** Follows one log: asks for its head while the page is visible, and checks each new one. */
export class Watch extends EventTarget {
  /** @type {HeadState | null} */
  head = null;
  /** @type {object | null} the server's own words about the log */
  log = null;
  /** @type {string | null} why there is nothing newer */
  trouble = null;
  #timer = 0;
  #delay = POLL_MS;
  /** @type {Promise<void> | null} */
  #running = null;
  #again = false;
  #stopped = false;

  /** @param {import("./api.js").LogEntry} entry @param {import("./api.js").LogApi} api */
  constructor(entry, api) {
    super();
    this.origin = entry.origin;
    this.serverVkey = entry.vkey;
    this.api = api;
    this.onVisible = () => document.hidden || this.refresh();
    document.addEventListener("visibilitychange", this.onVisible);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  /** Asks now, and from now on every few seconds. @param {boolean} [again] also if nothing is new */
  async refresh(again = false) {
    if (this.#stopped) {
      return;
    }
    this.#again ||= again;
    this.#running ??= this.#refreshOnce().finally(() => {
      this.#running = null;
    });
    await this.#running;
    if (this.#again) {
      await this.refresh();
    }
  }

  async #refreshOnce() {
    clearTimeout(this.#timer);
    const again = this.#again;
    this.#again = false;
    try {
      await this.#look(again);
      this.trouble = null;
      this.#delay = POLL_MS;
    } catch (e) {
      this.trouble = inWords(e);
      this.#delay = Math.min(2 * this.#delay, MAX_POLL_MS);
    }
    if (!this.#stopped) {
      this.#timer = setTimeout(() => document.hidden || this.refresh(), this.#delay);
      this.dispatchEvent(new Event("change"));
    }
  }

  async #look(again) {
    const trust = await this.trust();
    // Read before the server is asked: another tab may move it on in the meantime.
    const seen = trust && newestSeen(trust, this.origin);
    const [log, { note: bytes, durableSize }] = await Promise.all([
      this.api.log(),
      this.api.checkpoint("signed"),
    ]);
    this.log = log;
    const isOther = trust?.text !== this.head?.trust?.text; // also if another tab changed it
    const isNew = again || isOther || !this.head || !equal(bytes, this.head.note.bytes);
    if (isNew || this.head.link?.state === "open") {
      const note = parseNote(bytes);
      const checkpoint = await parseCheckpoint(note.text);
      const witnessed = this.head?.witnessed ?? null;
      const before = { note, checkpoint, durableSize, reason: "", trust, trusted: null, link: null };
      this.head = { ...before, ...(await this.#judge(bytes, checkpoint, trust, seen)), witnessed };
    }
    this.head.durableSize = durableSize;
    if (again || isOther || this.head.witnessed?.checkpoint.head.size !== this.head.checkpoint.head.size) {
      this.head.witnessed = log.witnesses?.length > 0 ? await this.#witnessed(trust) : null;
    }
  }

  /** Whom the visitor trusts for this log; null if nobody yet. */
  async trust() {
    const kept = memory.pinOf(this.origin);
    return kept && parseTrust(kept.text);
  }

  async #judge(bytes, checkpoint, trust, seen) {
    if (checkpoint.origin !== this.origin) {
      return { verdict: "refused", reason: `the head is that of ${checkpoint.origin}` };
    }
    if (trust === null) {
      return { verdict: "unpinned" };
    }
    let trusted;
    try {
      trusted = await openTrusted(bytes, trust);
    } catch (e) {
      if (e instanceof Unverified) {
        memory.raise(this.origin, "signature", e.message, seen?.note ?? null, bytes);
      }
      return { verdict: "refused", reason: e.message };
    }
    const link = await this.#link(trusted.signed, seen, bytes);
    return { verdict: "verified", trusted, link };
  }

  /** @returns {Promise<Link>} */
  async #link(signed, seen, bytes) {
    const { head } = signed.checkpoint;
    if (seen === null) {
      memory.remember(signed.log.text, { size: head.size, note: bytes });
      return { state: "first" };
    }
    const before = { from: seen.size, at: seen.at };
    try {
      const { head: first } = await parseCheckpoint(parseNote(seen.note).text);
      if (head.size < first.size) {
        throw new Unverified(`it shows size ${head.size}, after this browser saw ${first.size}`);
      }
      const isLarger = first.size > 0n && head.size > first.size;
      const proof = isLarger ? await this.api.consistency(first.size, head.size) : [];
      await verifyConsistency(first, head, proof);
      memory.remember(signed.log.text, { size: head.size, note: bytes });
      return { state: isLarger ? "extends" : "same", hashes: proof.length, ...before };
    } catch (e) {
      if (e instanceof Unverified) {
        memory.raise(this.origin, kindOf(head, seen), e.message, seen.note, bytes);
        return { state: "broken", reason: e.message, ...before };
      }
      if (e instanceof ApiError) {
        return { state: "open", reason: e.message, ...before };
      }
      return { state: "open", reason: inWords(e), ...before };
    }
  }

  /** The newest witnessed head, which must be a prefix of the newest signed one. */
  async #witnessed(trust) {
    let note;
    let checkpoint;
    try {
      note = parseNote((await this.api.checkpoint("witnessed")).note);
      checkpoint = await parseCheckpoint(note.text);
    } catch (e) {
      if (e instanceof ApiError && !e.isUnreachable) {
        return null;
      }
      throw e;
    }
    if (this.head.verdict !== "verified") {
      return { note, checkpoint, trusted: null };
    }
    try {
      const trusted = await openTrusted(note.bytes, trust);
      await this.#requirePrefix(checkpoint.head);
      return { note, checkpoint, trusted };
    } catch (e) {
      if (e instanceof Unverified) {
        memory.raise(this.origin, "inconsistent", e.message, this.head.note.bytes, note.bytes);
      }
      return { note, checkpoint, trusted: null, reason: e.message };
    }
  }

  async #requirePrefix(first) {
    const second = this.head.checkpoint.head;
    if (first.size > second.size) {
      return; // signed since this page asked for the newest; the next look compares the two
    }
    const isLarger = first.size > 0n && second.size > first.size;
    const proof = isLarger ? await this.api.consistency(first.size, second.size) : [];
    await verifyConsistency(first, second, proof);
  }
}

/** The largest head kept under any of the log's keys. */
function newestSeen(trust, origin) {
  return keysFor(trust, origin)
    .map(({ text }) => memory.seenUnder(text))
    .reduce((a, b) => (a === null || (b !== null && b.size > a.size) ? b : a), null);
}

function kindOf(head, seen) {
  if (head.size < seen.size) {
    return "back";
  }
  return head.size === seen.size ? "fork" : "inconsistent";
}
