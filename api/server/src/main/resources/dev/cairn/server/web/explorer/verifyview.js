import { utf8 } from "./bytes.js";
import { card, code, h, mark, notice, show } from "./dom.js";
import { grouped, sentence } from "./format.js";
import * as memory from "./memory.js";
import { pathDrawing } from "./pathdrawing.js";
import { printable } from "./text.js";
import { parseProof } from "./tlogproof.js";
import { keysFor, parseTrust } from "./trust.js";
import { verifySteps } from "./verification.js";

const PROOF_START = utf8("c2sp.org/tlog-proof");
const MAX_FILE = 10_000_000;

/**
 * Verifies a visitor's own files. Nothing is sent anywhere; the server is not asked.
 *
 * @param {{watch: import("./watch.js").Watch}} context
 */
export function verifyView({ watch }) {
  const given = { proof: null, entry: null };
  let isTouched = false;
  const result = h("div", { id: "result", role: "status" });
  const details = h("div", {});
  const trust = h("textarea", {
    id: "trust-text",
    rows: "7",
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "trust-help",
    input: () => {
      isTouched = true;
      run();
    },
  });
  const fill = (pin) => {
    trust.value = pin.text;
    trust.dataset.from = pin.from === "server" ? pin.text : "";
  };
  fill(memory.readablePinOf(watch.origin) ?? { text: "", from: "visitor" });
  const offered = offer(watch, trust, () => {
    isTouched = true;
    run();
  });
  const proof = fileBox("proof-file", "Proof (.tlog-proof)", (bytes) => take("proof", bytes));
  const entry = fileBox("entry-file", "Entry, as it was logged", (bytes) => take("entry", bytes));

  const take = async (kind, bytes) => {
    given[kind] = bytes;
    if (kind === "proof" && !isTouched) {
      const kept = await keptFor(bytes);
      // The visitor may have written meanwhile, or chosen another file.
      kept && !isTouched && given.proof === bytes && fill(kept);
    }
    return run();
  };

  let runs = 0;
  const run = async () => {
    const own = ++runs;
    if (given.proof === null || given.entry === null || trust.value.trim() === "") {
      show(result, notice("wait", `Still needed: ${missing(given, trust.value).join(", ")}.`));
      show(details);
      return;
    }
    const outcome = await verifySteps(given.proof, given.entry, trust.value);
    if (own === runs) {
      show(result, verdict(outcome));
      show(details, ...detailsOf(outcome, trust.value, trust.dataset.from));
    }
  };

  /** Tells proofs and entries apart by their first bytes. @param {Iterable<File>} files */
  const takeFiles = async (files) => {
    for (const file of files) {
      await ((await isProof(file)) ? proof : entry).accept(file);
    }
  };

  run();
  const element = h(
    "div",
    { class: "stack" },
    card(
      "Verify a proof on this machine",
      h(
        "p",
        {},
        "Drag a .tlog-proof and its entry onto this page, or choose them. Both stay in this browser, and the server is not asked.",
      ),
      h("div", { class: "files" }, proof.element, entry.element),
      h("label", { for: "trust-text" }, "Whom you trust: a vkey or a policy"),
      trust,
      h(
        "p",
        { id: "trust-help", class: "help" },
        "From the log's operator or from your own auditors, by a way that this server does not control.",
      ),
      offered,
    ),
    result,
    details,
  );
  return { title: "Verify", element, update() {}, takeFiles };
}

/** What is kept for the log that a proof is of, which need not be the one that is shown. */
async function keptFor(proof) {
  try {
    const { checkpoint } = await parseProof(proof);
    return memory.pinOf(checkpoint.origin);
  } catch {
    return null; // the verification says what is wrong with it
  }
}

function missing(given, trust) {
  return [
    given.proof === null && "the proof",
    given.entry === null && "the entry",
    trust.trim() === "" && "a vkey or policy",
  ].filter(Boolean);
}

/** The server's key, named as what it is. */
export function offer(watch, textarea, then) {
  const click = () => {
    textarea.value = watch.serverVkey;
    textarea.dataset.from = watch.serverVkey;
    then();
  };
  return h(
    "details",
    {},
    h("summary", {}, "I have no key"),
    h(
      "p",
      {},
      "The server offers this one for ",
      h("span", { class: "wrap" }, printable(watch.origin)),
      ": ",
      code(watch.serverVkey),
    ),
    h(
      "p",
      {},
      h("strong", {}, "This is the server's own word."),
      " Whoever controls the server, or the way to it, can show you any key. It helps against later changes, not against a server that lies from the start. Compare it with what the operator published elsewhere.",
    ),
    h("button", { type: "button", click }, "Use the server's key"),
  );
}

function fileBox(id, label, take) {
  const told = h("span", { class: "help" }, "Or drop it anywhere on this page");
  let choices = 0;
  const accept = async (file) => {
    const own = ++choices;
    const { bytes, why } = await read(file);
    if (own !== choices) {
      return; // another one was chosen meanwhile
    }
    const words = bytes === null ? `Not taken, ${why}` : "Taken";
    show(told, `${words}: ${printable(file.name)}, ${grouped(file.size)} bytes`);
    await take(bytes);
  };
  const change = ({ target }) => target.files.length > 0 && accept(target.files[0]);
  const element = h(
    "div",
    { class: "filebox" },
    h("label", { for: id }, label),
    h("input", { id, type: "file", change }),
    told,
  );
  return { element, accept };
}

async function isProof(file) {
  const { bytes } = await read(file.slice(0, PROOF_START.length));
  return bytes !== null && PROOF_START.every((byte, i) => bytes[i] === byte);
}

/** @param {Blob} file @returns {Promise<{bytes: Uint8Array | null, why?: string}>} a part is not the file */
async function read(file) {
  if (file.size > MAX_FILE) {
    return { bytes: null, why: `over ${grouped(MAX_FILE)} bytes` };
  }
  try {
    return { bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    return { bytes: null, why: "it is a folder or cannot be read" };
  }
}

function detailsOf(outcome, trustText, offered) {
  const { steps, refusal, proof, leaf, path } = outcome;
  return [
    card("Step by step", h("ol", { class: "steps" }, ...steps.map(stepItem))),
    path && card("The path", pathDrawing(proof.index, leaf, path)),
    proof && refusal === null && remembering(proof.checkpoint.origin, trustText, offered),
  ];
}

function verdict({ refusal, proof, steps }) {
  if (refusal !== null) {
    return h(
      "div",
      { class: "result bad" },
      h("h2", {}, mark("bad"), " Refused"),
      h("p", {}, sentence(refusal)),
      h(
        "p",
        {},
        "So it is not shown that the log has this entry: proof, entry or key were changed, or do not belong together.",
      ),
    );
  }
  const unwitnessed = steps.some(({ state }) => state === "open");
  return h(
    "div",
    { class: "result good" },
    h("h2", {}, mark("good"), " Verified"),
    h(
      "p",
      {},
      "The log ",
      h("strong", { class: "wrap" }, printable(proof.checkpoint.origin)),
      ` has this entry at index ${grouped(proof.index)} of ${grouped(proof.checkpoint.head.size)}.`,
    ),
    unwitnessed &&
      h(
        "p",
        {},
        "Witnesses were not asked for: a policy with a quorum would also rule out that the log shows others another history.",
      ),
  );
}

function stepItem({ title, state, values, reason }) {
  return h(
    "li",
    { class: `step ${state}` },
    h("h3", {}, mark(state), ` ${title}`),
    reason && h("p", { class: "reason" }, sentence(reason)),
    h(
      "dl",
      { class: "facts" },
      ...values.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, code(value)))),
    ),
  );
}

/** Offers to keep what was pasted for the proof's log. */
function remembering(origin, text, offered) {
  if (memory.readablePinOf(origin)?.text.trim() === text.trim()) {
    return null;
  }
  const told = h("span", { role: "status" });
  const click = async () => {
    const trust = await parseTrust(text);
    if (keysFor(trust, origin).length > 0) {
      memory.pin(origin, { text: trust.text, from: memory.giverOf(origin, trust.text, offered) });
      show(told, "Kept in this browser.");
    }
  };
  return h(
    "p",
    { class: "buttons" },
    h("button", { type: "button", click }, `Trust this for ${printable(origin)} from now on`),
    told,
  );
}
