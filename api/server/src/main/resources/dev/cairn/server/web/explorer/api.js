import { parseBase64, requireHash } from "./bytes.js";
import { Malformed } from "./errors.js";
import { sentence } from "./format.js";
import { parseDecimal, printable } from "./text.js";

const PATIENCE_MS = 10_000;
const MAX_BYTES = 4_000_000;
// An event of 61,440 bytes may have six times as many characters in JSON, and stands there as base64 too.
const MAX_EVENT_BYTES = 460_000;

/** An answer that is none: the server cannot be reached, or says why it refuses. */
export class ApiError extends Error {
  /**
   * @param {string} message for a person
   * @param {{status?: number, reason?: string, metadata?: Record<string, string>}} [details] no status if
   *     there was no answer
   */
  constructor(message, { status, reason, metadata = {} } = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.reason = reason;
    this.metadata = metadata;
  }

  get isUnreachable() {
    return this.status === undefined;
  }
}

/** @typedef {{origin: string, path: string, vkey: string}} LogEntry as the server states it */

/** @returns {Promise<LogEntry[]>} the logs of this server */
export async function listLogs() {
  const { logs } = await getJson("/-/logs");
  return logs.filter(({ path }) => /^\/(?:[A-Za-z0-9._~-]+\/)+$/.test(path));
}

/**
 * One log's reads. What they return is what the server says: nothing in it is verified here, only its
 * form is.
 */
export class LogApi {
  #base;

  /** @param {LogEntry} log */
  constructor({ path }) {
    this.#base = `${path}api/`;
  }

  /** The server's name and key for the log, and how its witnesses keep up. */
  log() {
    return getJson(`${this.#base}log`);
  }

  /** @param {"signed" | "witnessed"} level */
  async checkpoint(level) {
    const answer = await this.#get("checkpoint", { level });
    return {
      note: bytesOf(answer.checkpoint),
      durableSize: numberOf(answer.durableSize),
    };
  }

  /** @returns {Promise<{notes: Uint8Array[], isAll: boolean}>} in ascending order of size */
  async checkpoints(minSize, pageSize) {
    const answer = await this.#get("checkpoints", { min_size: minSize, page_size: pageSize });
    return { notes: (answer.checkpoints ?? []).map(bytesOf), isAll: !answer.nextPageToken };
  }

  /** @param {bigint} index @returns {Promise<Uint8Array>} */
  async entry(index) {
    const answer = await getJson(`${this.#base}entries/${index}`);
    return bytesOf(answer.entry.data);
  }

  /** The entries of [start, end), or the first of them. */
  async entries(start, end) {
    const answer = await this.#get("entries", { start, end });
    return answer.entries.map(({ index, data }) => ({
      index: numberOf(index),
      data: bytesOf(data),
    }));
  }

  /** @param {{index?: bigint, leaf_hash?: string, tree_size?: bigint}} query */
  async inclusion(query) {
    const answer = await this.#get("inclusion-proof", query);
    return {
      index: numberOf(answer.index),
      hashes: (answer.proof.hashes ?? []).map(hashOf),
    };
  }

  /** @returns {Promise<Uint8Array[]>} */
  async consistency(firstSize, secondSize) {
    const query = { first_size: firstSize, second_size: secondSize };
    const answer = await this.#get("consistency-proof", query);
    return (answer.hashes ?? []).map(hashOf);
  }

  /**
   * Several entries' proofs in one tree.
   *
   * @param {bigint[]} indexes @param {bigint} size of the tree
   * @returns {Promise<Uint8Array[][]>} the hashes of each, in their order
   */
  async inclusions(indexes, size) {
    const query = new URLSearchParams(indexes.map((index) => ["indexes", `${index}`]));
    query.set("tree_size", `${size}`);
    const answer = await getJson(`${this.#base}inclusion-proofs?${query}`);
    const proofs = answer.proofs.map(({ proof }) => (proof.hashes ?? []).map(hashOf));
    if (proofs.length !== indexes.length) {
      throw new Malformed("it has not one proof for each entry");
    }
    return proofs;
  }

  /**
   * A page of a search. Of each event only the entry is taken: the server's decoding of it proves nothing.
   *
   * @param {Record<string, string>} query the fields of the request
   * @param {number} pageSize
   */
  async events(query, pageSize) {
    const wanted = new URLSearchParams({ ...query, page_size: `${pageSize}` });
    const answer = await getJson(`${this.#base}events?${wanted}`, pageSize * MAX_EVENT_BYTES);
    const events = (answer.events ?? []).slice(0, pageSize);
    return {
      events: events.map(({ index, entry }) => ({ index: numberOf(index), data: bytesOf(entry) })),
      nextPageToken: String(answer.nextPageToken ?? ""),
      searchedSize: numberOf(answer.searchedSize),
    };
  }

  /** A page of the producers, as the server states them. @param {string} token empty: the first page */
  async producers(token) {
    const answer = await this.#get("producers", { page_size: 20, page_token: token });
    return {
      producers: answer.producers ?? [],
      nextPageToken: String(answer.nextPageToken ?? ""),
      searchedSize: numberOf(answer.searchedSize),
    };
  }

  /** Where the entry's proof file is. */
  proofUrl(index) {
    return `${this.#base}tlog-proof?index=${index}`;
  }

  #get(name, query) {
    const wanted = Object.entries(query).filter(([, value]) => value !== undefined);
    return getJson(
      `${this.#base}${name}?${new URLSearchParams(wanted.map(([k, v]) => [k, `${v}`]))}`,
    );
  }
}

const bytesOf = (base64) => parseBase64("the server's answer", base64 ?? "");
const hashOf = (base64) => requireHash(bytesOf(base64));
const numberOf = (decimal) =>
  parseDecimal("a number in the server's answer", String(decimal ?? "0"));

async function getJson(url, most = MAX_BYTES) {
  let answer;
  let text;
  try {
    answer = await fetch(url, {
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    text = await readText(answer, most);
  } catch (e) {
    if (e instanceof ApiError) {
      throw e;
    }
    throw new ApiError("The server cannot be reached.");
  }
  const json = parseJson(text, answer.status);
  if (!answer.ok) {
    const { reason, metadata } = json.details?.find(({ reason: each }) => each) ?? {};
    const said = printable(String(json.message ?? `HTTP ${answer.status}`));
    const message = `The server answers: ${said}`;
    throw new ApiError(message, { status: answer.status, reason, metadata });
  }
  return json;
}

function parseJson(text, status) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(`The server's answer is not JSON (HTTP ${status}).`, { status });
  }
}

/** The body, up to a bound: a page that is open for days must not be filled by its server. */
async function readText(answer, most) {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (const reader = answer.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) {
      return text + decoder.decode();
    }
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new ApiError("The server's answer is too large.", { status: answer.status });
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** What to tell a person about any failure of a view. */
export function inWords(error) {
  if (error instanceof ApiError) {
    return error.message;
  }
  if (error instanceof Malformed) {
    return `The server's answer is malformed: ${error.message}.`;
  }
  return error instanceof Error ? sentence(error.message) : String(error);
}
