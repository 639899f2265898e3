import { ApiError, inWords } from "./api.js";
import { equal } from "./bytes.js";
import { parseCheckpoint } from "./checkpoint.js";
import { Damaged, Misshapen, Untimely, Unverified } from "./errors.js";
import * as memory from "./memory.js";
import { verifyConsistency } from "./merkle.js";
import { parseNote } from "./note.js";
import { printable } from "./text.js";
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
 * @property {number} [since] when it was first not to be checked, in milliseconds since the epoch
 *
 * The newest head that the witnesses' quorum has cosigned, as the server has it.
 * @typedef {object} Witnessed
 * @property {HeadState} by the signed head that it was checked against
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
    if (this.head !== null && trust?.text !== this.head.trust?.text) {
      this.head.witnessed = null; // what was judged under another trust says nothing under this one
    }
    const [log, { note: bytes, durableSize }] = await Promise.all([
      this.api.log(),
      this.api.checkpoint("signed"),
    ]);
    this.log = log;
    if (again || !this.#isJudged(bytes, trust, seen)) {
      const note = parseNote(bytes);
      const checkpoint = await parseCheckpoint(note.text);
      const witnessed = this.head?.witnessed ?? null;
      const before = {
        note,
        checkpoint,
        durableSize,
        reason: "",
        trust,
        trusted: null,
        link: null,
      };
      this.head = { ...before, ...(await this.#judge(bytes, checkpoint, trust, seen)), witnessed };
    }
    this.head.durableSize = durableSize;
    // Asked for only if there is one: otherwise the server would wait for it.
    this.head.witnessed = log.witnessedSize === undefined ? null : await this.#witnessed(trust);
  }

  /** Whether the head is the one that was judged, and nothing else has changed since; other tabs may. */
  #isJudged(bytes, trust, seen) {
    const { head } = this;
    return (
      head !== null &&
      equal(bytes, head.note.bytes) &&
      trust?.text === head.trust?.text &&
      head.link?.state !== "open" &&
      (seen === null || seen.size <= head.checkpoint.head.size)
    );
  }

  /** Whom the visitor trusts for this log; null if nobody yet. */
  async trust() {
    const kept = memory.pinOf(this.origin);
    try {
      return kept && (await parseTrust(kept.text));
    } catch (e) {
      throw new Damaged(`what this browser keeps of whom you trust cannot be read: ${e.message}`);
    }
  }

  async #judge(bytes, checkpoint, trust, seen) {
    if (checkpoint.origin !== this.origin) {
      return { verdict: "refused", reason: `the head is that of ${printable(checkpoint.origin)}` };
    }
    if (trust === null) {
      return { verdict: "unpinned" };
    }
    let trusted;
    try {
      trusted = await openTrusted(bytes, trust);
    } catch (e) {
      if (isEvidence(e)) {
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
      const first = await headOf(seen);
      if (head.size < first.size) {
        throw new Unverified(`it shows size ${head.size}, after this browser saw ${first.size}`);
      }
      const hashes = await this.#requireOneHistory(first, head);
      memory.remember(signed.log.text, { size: head.size, note: bytes });
      return { state: head.size > first.size ? "extends" : "same", hashes, ...before };
    } catch (e) {
      if (isEvidence(e)) {
        const kind = head.size < seen.size ? "back" : kindOf(head, seen);
        memory.raise(this.origin, kind, e.message, seen.note, bytes);
        return { state: "broken", reason: e.message, ...before };
      }
      const since = this.head?.link?.since ?? Date.now();
      return { state: "open", reason: inWords(e), since, ...before };
    }
  }

  /** The newest witnessed head, which must be of one tree with the newest signed one. */
  async #witnessed(trust) {
    const before = this.head.witnessed;
    let bytes;
    try {
      bytes = (await this.api.checkpoint("witnessed")).note;
    } catch (e) {
      if (e instanceof ApiError && !e.isUnreachable) {
        return null;
      }
      throw e;
    }
    const isChecked = before?.by === this.head && before.reason === undefined;
    if (isChecked && equal(bytes, before.note.bytes)) {
      return before;
    }
    const note = parseNote(bytes);
    const checkpoint = await parseCheckpoint(note.text);
    const by = this.head;
    if (this.head.verdict !== "verified") {
      return { by, note, checkpoint, trusted: null };
    }
    let kind = "signature";
    try {
      const trusted = await openTrusted(note.bytes, trust);
      kind = kindOf(this.head.checkpoint.head, checkpoint.head);
      await this.#requireOneHistory(checkpoint.head, this.head.checkpoint.head);
      return { by, note, checkpoint, trusted };
    } catch (e) {
      if (isEvidence(e)) {
        memory.raise(this.origin, kind, e.message, this.head.note.bytes, note.bytes);
      }
      return { by, note, checkpoint, trusted: null, reason: e.message };
    }
  }

  /** Checks that two heads are of one tree, whichever is the larger. @returns how long the proof was */
  async #requireOneHistory(one, other) {
    const [first, second] = one.size <= other.size ? [one, other] : [other, one];
    const isLarger = first.size > 0n && second.size > first.size;
    const proof = isLarger ? await this.api.consistency(first.size, second.size) : [];
    try {
      await verifyConsistency(first, second, proof);
    } catch (e) {
      throw isLarger && isEvidence(e) ? notProved(first, second, e) : e;
    }
    return proof.length;
  }
}

/** The largest head kept under any of the log's keys. */
function newestSeen(trust, origin) {
  return keysFor(trust, origin)
    .map(({ text }) => memory.seenUnder(text))
    .reduce((a, b) => (a === null || (b !== null && b.size > a.size) ? b : a), null);
}

async function headOf(seen) {
  try {
    return (await parseCheckpoint(parseNote(seen.note).text)).head;
  } catch (e) {
    throw new Damaged(`the head that this browser keeps cannot be read: ${e.message}`);
  }
}

/** Whether a refusal tells of the log: a wrong clock does not, nor what any server could send as a proof. */
function isEvidence(e) {
  return e instanceof Unverified && !(e instanceof Untimely) && !(e instanceof Misshapen);
}

function notProved(first, second, { message }) {
  return new Unverified(
    `the server did not prove that size ${second.size} extends size ${first.size}: ${message}`,
  );
}

function kindOf(one, other) {
  return one.size === other.size ? "fork" : "inconsistent";
}
