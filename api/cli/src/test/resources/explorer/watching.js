// A log and a witness whose keys are made here, so that heads of any history can be shown to a Watch.
import { ApiError } from "/-/explorer/api.js";
import { showAlarm } from "/-/explorer/banner.js";
import { concat, toBase64, utf8 } from "/-/explorer/bytes.js";
import { code, h } from "/-/explorer/dom.js";
import * as memory from "/-/explorer/memory.js";
import { leafHash, nodeHash } from "/-/explorer/merkle.js";
import { find } from "/-/explorer/entriesview.js";
import { entryView } from "/-/explorer/entryview.js";
import { headView } from "/-/explorer/headview.js";
import { isQuorum } from "/-/explorer/quorum.js";
import { trustView } from "/-/explorer/trustview.js";
import { verifyView } from "/-/explorer/verifyview.js";
import { ED25519, ED25519_COSIGNATURE, makeKey } from "/-/explorer/vkey.js";
import { Watch } from "/-/explorer/watch.js";

const ORIGIN = "example.com/watched";
const PATIENCE = 500;
const now = () => Math.floor(Date.now() / 1000);

async function signer(name, type) {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const key = await makeKey(name, type, raw);
  const sign = async (text) => new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, utf8(text)));
  return { key, sign };
}

function signatureLine({ name, keyId }, signature) {
  return `\u2014 ${name} ${toBase64(concat(keyId, signature))}\n`;
}

/** Up to three leaves: a first one that all histories share, and two of this one. */
async function history(name) {
  const [first, second, third] = await Promise.all(["all", `${name} 1`, `${name} 2`].map((leaf) => leafHash(utf8(leaf))));
  const two = await nodeHash(first, second);
  const roots = [null, first, two, await nodeHash(two, third)];
  const proofs = { "1 2": [second], "1 3": [second, third], "2 3": [third] };
  return { roots, proofs };
}

async function world() {
  const log = await signer(ORIGIN, ED25519);
  const witness = await signer("example.org/w", ED25519_COSIGNATURE);
  const [a, b] = [await history("a"), await history("b")];
  const head = async ({ roots }, size, time = null) => {
    const text = `${ORIGIN}\n${size}\n${toBase64(roots[size])}\n`;
    const lines = [signatureLine(log.key, await log.sign(text))];
    if (time !== null) {
      const stated = new Uint8Array(8);
      new DataView(stated.buffer).setBigUint64(0, BigInt(time));
      const signature = await witness.sign(`cosignature/v1\ntime ${time}\n${text}`);
      lines.push(signatureLine(witness.key, concat(stated, signature)));
    }
    return utf8(`${text}\n${lines.join("")}`);
  };
  const policyOf = ({ key }) => `log ${log.key.text}\nwitness w ${key.text}\nquorum w\n`;
  const server = { proofs: a.proofs };
  const api = {
    log: async () => ({ witnesses: [{ name: "w" }], witnessedSize: "2" }),
    async checkpoint(level) {
      if (!server[level]) {
        throw new ApiError("The server cannot be reached.");
      }
      return { note: server[level], durableSize: 3n };
    },
    consistency: async (first, second) => server.proofs[`${first} ${second}`],
    entry: async () => utf8("all"),
    proofUrl: () => "#",
    // The path of the first leaf is that from the first tree, of this leaf alone.
    async inclusion({ index, tree_size }) {
      await server.beforeInclusion?.();
      return { index, hashes: a.proofs[`1 ${tree_size}`] };
    },
  };
  localStorage.clear();
  memory.pin(ORIGIN, { text: policyOf(witness), from: "visitor" });
  const watch = new Watch({ origin: ORIGIN, vkey: log.key.text }, api);
  return { log, witness, a, b, head, policyOf, server, watch };
}

/** What the page says of the first entry. */
async function saidOfEntry(watch) {
  const view = entryView({ watch, base: "#/watched/" }, 0n);
  for (let i = 0; i < PATIENCE; i++) {
    const verdict = view.element.querySelector(".verdict");
    if (verdict) {
      const word = verdict.querySelector(".mark").getAttribute("aria-label");
      return `${word}: ${verdict.textContent.slice(1)}`;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
  return "nothing";
}

const alarm = () => memory.alarmOf(ORIGIN)?.kind ?? "no alarm";

const SCENARIOS = {
  async aLargerWitnessedHeadOfAnotherHistory({ a, b, head, server, watch }) {
    server.signed = await head(a, 2);
    server.witnessed = await head(b, 3, now());
    await watch.refresh();
    return `${alarm()}, ${watch.head.witnessed.trusted === null ? "not trusted" : "trusted"}`;
  },
  async aLargerWitnessedHeadOfTheSameHistory({ a, head, server, watch }) {
    server.signed = await head(a, 2);
    server.witnessed = await head(a, 3, now());
    await watch.refresh();
    return `${alarm()}, ${watch.head.witnessed.trusted === null ? "not trusted" : "trusted"}`;
  },
  async aWitnessedHeadByAnotherLogKey({ a, head, server, watch }) {
    server.signed = await head(a, 2);
    const stranger = await signer(ORIGIN, ED25519);
    const text = `${ORIGIN}\n2\n${toBase64(a.roots[2])}\n`;
    server.witnessed = utf8(`${text}\n${signatureLine(stranger.key, await stranger.sign(text))}`);
    await watch.refresh();
    return alarm();
  },
  async aWitnessedHeadOfOneSizeAndAnotherRoot({ a, b, head, server, watch }) {
    server.signed = await head(a, 2);
    server.witnessed = await head(b, 2, now());
    await watch.refresh();
    return alarm();
  },
  async aProofThatIsTooShort({ a, head, server, watch }) {
    server.signed = server.witnessed = await head(a, 1);
    await watch.refresh();
    server.signed = server.witnessed = await head(a, 3);
    server.proofs = { "1 3": a.proofs["1 2"] };
    await watch.refresh();
    const { state, reason } = watch.head.link;
    return `${alarm()}, ${state}: ${reason}`;
  },
  async aProofThatDoesNotHold({ a, b, head, server, watch }) {
    server.signed = server.witnessed = await head(a, 1);
    await watch.refresh();
    server.signed = server.witnessed = await head(a, 3);
    server.proofs = b.proofs;
    await watch.refresh();
    return `${alarm()}: ${memory.alarmOf(ORIGIN).message.slice(0, 51)}`;
  },
  async headsOfAClockThatIsAhead({ a, head, server, watch }) {
    server.signed = await head(a, 2);
    server.witnessed = await head(a, 2, now() + 3600);
    await watch.refresh();
    const { reason } = watch.head.witnessed;
    server.signed = await head(a, 3, now() + 3600);
    await watch.refresh();
    return `${alarm()}, ${watch.head.verdict}: ${reason.replace(/\d+/, "T")}`;
  },
  async anotherPolicyWithAWitnessOfTheSameName({ a, head, policyOf, server, watch }) {
    server.signed = await head(a, 2);
    server.witnessed = await head(a, 2, now());
    await watch.refresh();
    const before = isQuorum(watch.head.trust.policy, watch.head.witnessed.trusted.parts);
    memory.pin(ORIGIN, { text: policyOf(await signer("example.org/x", ED25519_COSIGNATURE)), from: "visitor" });
    const { witnessed } = server;
    server.witnessed = null;
    await watch.refresh();
    const meanwhile = watch.head.witnessed;
    server.witnessed = witnessed;
    await watch.refresh();
    return `${before}, ${meanwhile}, ${isQuorum(watch.head.trust.policy, watch.head.witnessed.trusted.parts)}`;
  },
  async anotherTabSawMore({ log, a, head, server, watch }) {
    server.signed = server.witnessed = await head(a, 2);
    await watch.refresh();
    memory.remember(log.key.text, { size: 3n, note: await head(a, 3) });
    await watch.refresh();
    return `${alarm()}, ${watch.head.link.state}`;
  },
  async aForkAfterAHeadByAnotherKey({ a, b, head, server, watch }) {
    server.signed = server.witnessed = await head(a, 2);
    await watch.refresh();
    memory.raise(ORIGIN, "signature", "not the log's", null, server.signed);
    server.signed = await head(b, 2);
    await watch.refresh();
    return alarm();
  },
  async anEntryUnderAWithheldConsistencyProof({ log, a, head, server, watch }) {
    memory.pin(ORIGIN, { text: log.key.text, from: "visitor" });
    server.signed = server.witnessed = await head(a, 2);
    await watch.refresh();
    server.signed = server.witnessed = await head(a, 3);
    server.proofs = {};
    await watch.refresh();
    return (await saidOfEntry(watch)).slice(0, 90);
  },
  async aHeadUnderAWithheldConsistencyProof({ log, a, head, server, watch }) {
    memory.pin(ORIGIN, { text: log.key.text, from: "visitor" });
    server.signed = server.witnessed = await head(a, 1);
    await watch.refresh();
    server.proofs = {};
    server.signed = server.witnessed = await head(a, 2);
    await watch.refresh();
    const { since } = watch.head.link;
    server.signed = server.witnessed = await head(a, 3);
    await watch.refresh();
    const { element } = headView({ watch, base: "#/watched/" });
    const said = element.querySelector(".hero .verdict.open").textContent;
    server.proofs = a.proofs;
    await watch.refresh();
    const { link } = watch.head;
    return `${Number.isInteger(since)}, ${said.slice(0, 37)}, then ${link.state}, ${link.since}`;
  },
  async focusAndSelectionWhileANewHeadComes({ log, a, head, server, watch }) {
    memory.pin(ORIGIN, { text: log.key.text, from: "visitor" });
    server.signed = server.witnessed = await head(a, 1);
    await watch.refresh();
    const view = headView({ watch, base: "#/watched/" });
    document.body.append(view.element);
    try {
      const button = view.element.querySelector("button");
      button.focus();
      getSelection().selectAllChildren(view.element.querySelector("dd"));
      server.signed = server.witnessed = await head(a, 3);
      await watch.refresh();
      view.update();
      const size = view.element.querySelector(".size").textContent;
      return `${size}, ${document.activeElement === button}, ${getSelection()}`;
    } finally {
      view.element.remove();
    }
  },
  async anEntryUnderAPolicyWithoutQuorum({ log, a, head, server, watch }) {
    memory.pin(ORIGIN, { text: `log ${log.key.text}\nquorum none\n`, from: "visitor" });
    server.signed = server.witnessed = await head(a, 2);
    await watch.refresh();
    return saidOfEntry(watch);
  },
  async anEntryWhileAWitnessedHeadComes({ a, head, server, watch }) {
    server.signed = await head(a, 3);
    server.witnessed = await head(a, 2, now());
    await watch.refresh();
    const { witnessed } = watch.head;
    watch.head.witnessed = null;
    server.beforeInclusion = async () => {
      watch.head.witnessed = witnessed;
    };
    return (await saidOfEntry(watch)).slice(0, 72);
  },
  async aTextThatTurnsAround() {
    memory.raise(ORIGIN, "signature", "by a\u202eb", null, utf8("shown"));
    const place = h("div");
    showAlarm(place, ORIGIN, () => {});
    return `${place.textContent.includes("by a\\u202eb")}, ${code("a\u2066b").textContent}`;
  },
  async aSlowFileAndAFolder({ watch }) {
    const fileOf = (name, arrayBuffer) => ({ name, size: 1, slice: () => new Blob(["x"]), arrayBuffer });
    const view = verifyView({ watch });
    const [, told] = view.element.querySelectorAll(".filebox .help");
    const slow = Promise.withResolvers();
    const asked = Promise.withResolvers();
    const first = view.takeFiles([fileOf("slow", () => asked.resolve() ?? slow.promise)]);
    await asked.promise;
    await view.takeFiles([fileOf("fast", async () => new ArrayBuffer(1))]);
    slow.resolve(new ArrayBuffer(1));
    await first;
    const taken = told.textContent;
    await view.takeFiles([fileOf("folder", () => Promise.reject(new DOMException("", "NotFoundError")))]);
    return `${taken}, ${told.textContent}`;
  },
  async aDamagedStorage({ log, a, head, server, watch }) {
    server.signed = server.witnessed = await head(a, 2);
    const said = [];
    const damage = [["trust", ORIGIN, "{"], ["trust", ORIGIN, '{"text":"?","from":"visitor"}'], ["seen", log.key.text, '{"size":2}']];
    for (const [name, of, value] of damage) {
      memory.pin(ORIGIN, { text: log.key.text, from: "visitor" });
      localStorage.setItem(`cairn.${name}.${of}`, value);
      await watch.refresh();
      said.push(/this browser/.test(watch.trouble) && !/server/.test(watch.trouble));
      const { element } = trustView({ watch });
      for (let i = 0; i < PATIENCE && !element.querySelector(".quiet"); i++) {
        await new Promise((done) => setTimeout(done, 10));
      }
      element.querySelector(".quiet").click();
      await watch.refresh();
      said.push(memory.pinOf(ORIGIN) ?? memory.seenUnder(log.key.text));
    }
    localStorage.setItem(`cairn.alarm.${ORIGIN}`, "{}");
    return `${said.join()}, ${alarm()}`;
  },
  async anEntryByItsLeafHash() {
    const api = { inclusion: async () => ({ index: 7n, hashes: [] }), entry: async () => utf8("all") };
    const [own, other] = await Promise.all(["all", "other"].map((data) => leafHash(utf8(data))));
    const refusal = await find(api, toBase64(other)).catch((e) => e.message);
    return `${await find(api, toBase64(own))}, ${refusal}`;
  },
  async aFullStorage({ a, head }) {
    memory.pin(ORIGIN, { text: "before", from: "visitor" });
    const note = await head(a, 2);
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    try {
      memory.raise(ORIGIN, "fork", "two roots", note, note);
      memory.pin(ORIGIN, { text: "after", from: "visitor" });
      return `${alarm()}, ${memory.pinOf(ORIGIN).text}`;
    } finally {
      Storage.prototype.setItem = setItem;
      memory.discardAlarm(ORIGIN);
      memory.unpin(ORIGIN);
    }
  },
};

/** @param {string} name @returns {Promise<string>} what came of it */
export async function run(name) {
  const made = await world();
  try {
    return await SCENARIOS[name](made);
  } finally {
    made.watch.stop();
    localStorage.clear();
  }
}
