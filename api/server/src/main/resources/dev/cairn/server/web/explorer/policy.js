import { Malformed, PolicyError } from "./errors.js";
import { PolicyKeys } from "./policykeys.js";
import { policyLines, quote } from "./policytext.js";
import { parseDecimal } from "./text.js";

/** The quorum that is met without any witness. */
export const NONE = "none";

const MAX_LINES_OF_A_KIND = 1000;
const MAX_URL = 2048;
const URL_FORM = new RegExp(
  "^https?://" +
    "(?:\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._~\\u{80}-\\u{10ffff}\\-]{1,253})" +
    "(?::(?<port>[1-9][0-9]{0,4}))?" +
    "(?:[/?](?:[!$&-;=?-Z_a-z~\\[\\]\\u{80}-\\u{10ffff}]|%[0-9A-Fa-f]{2})*)?$",
  "u",
);

/**
 * Which logs to trust, and which witnesses must have cosigned a checkpoint (C2SP tlog-policy).
 *
 * @typedef {import("./policytext.js").PolicyLine} PolicyLine
 * @typedef {{name: string, key: import("./policykeys.js").WitnessKey, url?: string}} Witness
 * @typedef {{name: string, threshold: number, members: string[]}} Group
 * @typedef {object} Policy
 * @property {{key: import("./vkey.js").VerifierKey, url?: string}[]} logs any one of them is enough
 * @property {Witness[]} witnesses
 * @property {Group[]} groups each follows the groups that it has as members
 * @property {string} quorum a witness, a group, or none
 */

/**
 * Parses a policy file. Names are defined above their use; every error is one of the whole file.
 *
 * @param {Uint8Array} file
 * @returns {Promise<Policy>}
 */
export async function parsePolicy(file) {
  const parser = new Parser();
  for (const line of policyLines(file)) {
    await parser.read(line);
  }
  return parser.policy();
}

class Parser {
  #keys = new PolicyKeys();
  #logs = [];
  #witnesses = [];
  #groups = [];
  /** @type {Map<string, number>} each name and the line that defines it */
  #names = new Map();
  /** @type {Map<string, string>} each member of a group and that group */
  #members = new Map();
  #quorum = null;

  /** @param {PolicyLine} line */
  async read(line) {
    switch (line.items[0]) {
      case "log":
        return this.#readLog(line);
      case "witness":
        return this.#readWitness(line);
      case "group":
        return this.#readGroup(line);
      case "quorum":
        return this.#readQuorum(line);
      default:
        throw new PolicyError(
          line.number,
          `${quote(line.items[0])} is unknown: a line begins with log, witness, group, quorum or #`,
        );
    }
  }

  policy() {
    if (this.#quorum === null) {
      throw new PolicyError(0, 'has no quorum line: end it with "quorum <name>" or "quorum none"');
    }
    return {
      logs: this.#logs,
      witnesses: this.#witnesses,
      groups: this.#groups,
      quorum: this.#quorum,
    };
  }

  async #readLog(line) {
    requireItems(line, 2, 3, "log <vkey> [<url>]");
    requireRoom(line, this.#logs);
    this.#logs.push({ key: await this.#keys.log(line, line.items[1]), url: urlIn(line, 2) });
  }

  async #readWitness(line) {
    requireItems(line, 3, 4, "witness <name> <vkey> [<url>]");
    requireRoom(line, this.#witnesses);
    const name = this.#define(line);
    const key = await this.#keys.witness(line, line.items[2]);
    this.#witnesses.push({ name, key, url: urlIn(line, 3) });
  }

  #readGroup(line) {
    requireItems(line, 4, Infinity, "group <name> all|any|<number> <member>...");
    requireRoom(line, this.#groups);
    const members = line.items.slice(3);
    members.forEach((member) => this.#requireDefined(line, member, "a member"));
    const name = this.#define(line);
    for (const member of members) {
      const other = this.#members.get(member);
      if (other !== undefined) {
        throw new PolicyError(
          line.number,
          `${quote(member)} is already a member of group ${quote(other)}: ` +
            "a name may be a member once in the file",
        );
      }
      this.#members.set(member, name);
    }
    this.#groups.push({ name, threshold: thresholdOf(line, members.length), members });
  }

  #readQuorum(line) {
    requireItems(line, 2, 2, "quorum <name>");
    if (this.#quorum !== null) {
      throw new PolicyError(line.number, "this is a second quorum line: keep one of them");
    }
    if (line.items[1] !== NONE) {
      this.#requireDefined(line, line.items[1], "the quorum");
    }
    this.#quorum = line.items[1];
  }

  #define(line) {
    const name = line.items[1];
    if (name === NONE) {
      throw new PolicyError(
        line.number,
        'the name none is reserved for "quorum none": choose another name',
      );
    }
    if (this.#names.has(name)) {
      throw new PolicyError(
        line.number,
        `the name ${quote(name)} is already that of line ${this.#names.get(name)}: choose another`,
      );
    }
    this.#names.set(name, line.number);
    return name;
  }

  #requireDefined(line, name, use) {
    if (!this.#names.has(name)) {
      throw new PolicyError(
        line.number,
        `${quote(name)} cannot be ${use}: define a witness or group of that name in a line above`,
      );
    }
  }
}

function thresholdOf(line, size) {
  const text = line.items[2];
  if (text === "all") {
    return size;
  }
  if (text === "any") {
    return 1;
  }
  const number = numberOf(text);
  if (number < 1n || number > BigInt(size)) {
    throw new PolicyError(
      line.number,
      `${quote(text)} of ${size} members cannot be needed: ` +
        `write all, any or a number from 1 to ${size}`,
    );
  }
  return Number(number);
}

/** @returns {bigint} 0 for what is no number */
function numberOf(text) {
  try {
    return parseDecimal("number", text);
  } catch (e) {
    if (e instanceof Malformed) {
      return 0n;
    }
    throw e;
  }
}

/** The URL in a line's last item, if the line has so many; it is text and is never opened. */
function urlIn(line, index) {
  const url = line.items[index];
  if (url === undefined) {
    return undefined;
  }
  const form = URL_FORM.exec(url);
  if (url.length > MAX_URL || form === null || Number(form.groups.port ?? 1) > 65_535) {
    throw new PolicyError(
      line.number,
      `${quote(url)} is no URL: write http:// or https://, a host and a path,` +
        " without user, password or fragment",
    );
  }
  return url;
}

function requireItems(line, least, most, form) {
  if (line.items.length < least || line.items.length > most) {
    throw new PolicyError(line.number, `has ${line.items.length} items: write ${form}`);
  }
}

function requireRoom(line, kind) {
  if (kind.length === MAX_LINES_OF_A_KIND) {
    throw new PolicyError(
      line.number,
      `is one ${line.items[0]} too many: at most ${MAX_LINES_OF_A_KIND} are allowed`,
    );
  }
}
