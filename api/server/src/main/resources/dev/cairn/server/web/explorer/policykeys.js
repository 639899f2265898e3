import { fromHex, toHex } from "./bytes.js";
import { sha256 } from "./crypto.js";
import { Malformed, PolicyError } from "./errors.js";
import { ED25519, ED25519_COSIGNATURE, makeKey, parseVkey } from "./vkey.js";

/**
 * @typedef {import("./vkey.js").VerifierKey} VerifierKey
 * @typedef {import("./policytext.js").PolicyLine} PolicyLine
 *
 * A witness's key; a nameless one is written as 64 hex digits and may sign under any key name.
 * @typedef {{key: VerifierKey, nameless: boolean}} WitnessKey
 */

/** Reads the keys of one policy and knows those it has read: no public key may come twice. */
export class PolicyKeys {
  #users = new Map();

  /** @param {PolicyLine} line @returns {Promise<VerifierKey>} a vkey, or a Sigsum log's bare key */
  async log(line, text) {
    let key;
    if (isBare(text)) {
      const bare = parseBare(line, text);
      const origin = `sigsum.org/v1/tree/${toHex(await sha256(bare))}`;
      key = await usable(line, makeKey(origin, ED25519, bare));
    } else {
      key = await usable(line, parseVkey(text));
    }
    this.#claim(line, key, "log");
    return key;
  }

  /** @param {PolicyLine} line @returns {Promise<WitnessKey>} */
  async witness(line, text) {
    const nameless = isBare(text);
    let key;
    if (nameless) {
      key = await usable(line, makeKey("?", ED25519_COSIGNATURE, parseBare(line, text)));
    } else {
      key = await usable(line, parseVkey(text));
      if (key.type === ED25519) {
        // Tessera's dialect: the key of a witness cosigns, also if its vkey has the type of notes.
        key = await usable(line, makeKey(key.name, ED25519_COSIGNATURE, key.publicKey));
      }
    }
    this.#claim(line, key, "witness");
    return { key, nameless };
  }

  #claim(line, key, kind) {
    const bytes = toHex(key.publicKey);
    const user = this.#users.get(bytes);
    if (user) {
      throw new PolicyError(
        line.number,
        `this public key is already that of ${user}: give each log and witness its own`,
      );
    }
    this.#users.set(bytes, `the ${kind} in line ${line.number}`);
  }
}

function isBare(text) {
  return /^[0-9a-fA-F]{64}$/.test(text);
}

function parseBare(line, hex) {
  if (hex !== hex.toLowerCase()) {
    throw new PolicyError(
      line.number,
      "the key has capital hex digits: write them small, or write a vkey",
    );
  }
  return fromHex(hex);
}

async function usable(line, key) {
  try {
    return await key;
  } catch (e) {
    if (!(e instanceof Malformed)) {
      throw e;
    }
    throw new PolicyError(
      line.number,
      `the key cannot be used: ${e.message}: copy the vkey <name>+<key ID>+<base64> from its owner`,
    );
  }
}
