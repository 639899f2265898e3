import { card, code, facts, h, notice, show } from "./dom.js";
import { age, grouped, renew } from "./format.js";
import * as memory from "./memory.js";
import { printable } from "./text.js";
import { keysFor, parseTrust } from "./trust.js";
import { offer } from "./verifyview.js";

/**
 * Whom this browser trusts for the log, and what it keeps of it.
 *
 * @param {{watch: import("./watch.js").Watch}} context
 */
export function trustView({ watch }) {
  const { origin } = watch;
  const told = h("p", { role: "status", id: "trust-told" });
  const kept = h("div", {});
  const text = h("textarea", {
    id: "pin-text",
    rows: "6",
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "pin-help trust-told",
  });
  text.value = memory.readablePinOf(origin)?.text ?? "";

  const save = async (event) => {
    event?.preventDefault();
    try {
      const trust = await parseTrust(text.value);
      if (keysFor(trust, origin).length === 0) {
        throw new Error(`it names no log of the origin ${printable(origin)}`);
      }
      const isOther = memory.readablePinOf(origin)?.text !== trust.text;
      const from = memory.giverOf(origin, trust.text, text.dataset.from);
      memory.pin(origin, { text: trust.text, from });
      isOther && forgetSignatureAlarm(origin);
      show(told, "Kept in this browser.");
      await watch.refresh(true);
    } catch (e) {
      show(told, `Not kept: ${e.message}.`);
    }
    update();
  };

  const forget = () => {
    memory.unpin(origin);
    text.value = "";
    show(told, "Forgotten.");
    watch.refresh(true);
    update();
  };

  const update = async () => {
    renew(kept, await keptFor(origin, forget));
  };

  update();
  const element = h(
    "div",
    { class: "stack" },
    kept,
    card(
      "Whom to trust",
      h(
        "form",
        { submit: save },
        h(
          "label",
          { for: "pin-text" },
          "A vkey, or a policy with witnesses, for ",
          h("span", { class: "wrap" }, printable(origin)),
        ),
        text,
        h(
          "p",
          { id: "pin-help", class: "help" },
          "A vkey is <name>+<key ID>+<base64>. A policy is lines of log, witness, group and quorum (c2sp.org/tlog-policy).",
        ),
        h(
          "p",
          { class: "buttons" },
          h("button", { type: "submit", class: "primary" }, "Trust this"),
        ),
        told,
      ),
      offer(watch, text, () => show(told, "Filled in. It is not kept before you say so.")),
    ),
    memory.isLasting()
      ? null
      : notice(
          "bad",
          "This browser keeps nothing for this page: all is forgotten when it is closed.",
        ),
  );
  return { title: "Trust", element, update };
}

async function keptFor(origin, forget) {
  try {
    const pin = memory.pinOf(origin);
    const nobody = "Nobody is trusted for this log yet: nothing that it shows can be checked.";
    return pin === null ? notice("open", nobody) : await keptCard(origin, pin, forget);
  } catch (e) {
    const words = `What this browser keeps of the log cannot be used: ${e.message}.`;
    return card("Kept in this browser", notice("bad", words), forgetButton(forget));
  }
}

function forgetButton(forget) {
  return h(
    "p",
    { class: "buttons" },
    h("button", { type: "button", class: "quiet", click: forget }, "Trust nobody for this log"),
  );
}

async function keptCard(origin, pin, forget) {
  const trust = await parseTrust(pin.text);
  const keys = keysFor(trust, origin);
  const seen = keys.map(({ text }) => memory.seenUnder(text)).filter((each) => each !== null);
  const largest = seen.reduce((a, b) => (a === null || b.size > a.size ? b : a), null);
  return card(
    "Kept in this browser",
    facts(
      [
        "Trusted",
        trust.kind === "vkey"
          ? "a key"
          : `a policy with ${trust.policy.witnesses.length} witnesses`,
      ],
      ["Given by", pin.from === "server" ? "the server itself, taken on its word" : "you"],
      ["Log key", h("span", {}, ...keys.map(({ text }) => code(text)))],
      [
        "Largest head verified",
        largest === null
          ? "none yet"
          : h("span", {}, `size ${grouped(largest.size)}, `, age(largest.at)),
      ],
    ),
    forgetButton(forget),
  );
}

/** Another key was chosen: that the one before did not verify says nothing any more. */
function forgetSignatureAlarm(origin) {
  if (memory.alarmOf(origin)?.kind === "signature") {
    memory.discardAlarm(origin);
  }
}
