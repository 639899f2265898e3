import { parseBase64 } from "./bytes.js";
import { download, h, show } from "./dom.js";
import { pointInTime } from "./format.js";
import * as memory from "./memory.js";
import { printable } from "./text.js";

const TITLES = {
  back: "An older head is shown",
  fork: "This log has shown two histories",
  inconsistent: "The past is not proved unchanged",
  signature: "This head is not signed as it must be",
  damaged: "The evidence that was kept is damaged",
};

const MEANINGS = {
  back: "There are fewer entries in it than were proved to this browser before. A log only ever grows: it went back, or this server is a copy that lags behind.",
  fork: "Two different trees of the same size, each signed by the log. One of them hides something.",
  inconsistent: "The log signed both heads, and the proof that the larger contains the smaller unchanged does not hold: the log has rewritten its past, or this server's proof is wrong.",
  signature:
    "The server shows a head that does not verify under the key or policy that you trust for this log.",
  damaged: "This browser kept a warning about the log, and can no more read it. The server has no part in that.",
};

/**
 * Shouts over all tabs if there is evidence against a log, until the visitor discards it.
 *
 * @param {HTMLElement} place with the role alert
 * @param {string} origin
 * @param {() => void} onDiscarded
 */
export function showAlarm(place, origin, onDiscarded) {
  const alarm = memory.alarmOf(origin);
  const key = alarm ? `${origin} ${alarm.at}` : "";
  if (place.dataset.shown === key) {
    return; // already said: a screen reader need not hear it again with every poll
  }
  place.dataset.shown = key;
  if (alarm === null) {
    show(place);
    return;
  }
  const discard = () => {
    memory.discardAlarm(origin);
    onDiscarded();
  };
  const title = `${TITLES[alarm.kind]}: ${printable(origin)}`;
  const found = alarm.shown ? [" Found on ", pointInTime(alarm.at), "."] : [];
  show(
    place,
    h(
      "div",
      { class: "alarm" },
      h("h2", {}, h("span", { "aria-hidden": "true" }, "⚠ "), title),
      h("p", {}, MEANINGS[alarm.kind]),
      h("p", {}, `What was found: ${printable(alarm.message)}.`, ...found),
      alarm.shown &&
        h(
          "p",
          {},
          "Do not rely on this log before its operator has explained this. ",
          "Keep both signed heads: together they are the evidence.",
        ),
      h(
        "p",
        { class: "buttons" },
        alarm.seen && evidence("Download the head seen before", "seen-before.note", alarm.seen),
        alarm.shown && evidence("Download the head shown now", "shown-now.note", alarm.shown),
        h("button", { type: "button", class: "quiet", click: discard }, "Discard this evidence"),
      ),
    ),
  );
}

function evidence(label, name, base64) {
  const click = () => download(name, parseBase64("note", base64), "text/plain");
  return h("button", { type: "button", click }, label);
}
