import { h, show } from "./dom.js";
import { printable } from "./text.js";

const EXAMPLES = [
  'actor.id = "alice"',
  "outcome.status = DENIED OR outcome.status = FAILURE",
  'type = "com.example.order.*" AND target.id = "order-7"',
  "attributes.amount >= 100 AND NOT attributes.reason:*",
];
const FIELDS =
  "id, source, type, actor.id, actor.type, actor.on_behalf_of.id, action, target.id, target.type, outcome.status, outcome.stage, outcome.code, trace_id, span_id, correlation_id, peer, user_agent, occurred_time, receive_time, submitter, producer, sequence, index, payload.digest, and attributes. with a name";
const SHOWN_BEFORE = 20;
const SHOWN_BEHIND = 12;

/**
 * Where a search is written.
 *
 * @param {Record<string, string>} asked what is written there first
 * @param {(asked: Record<string, string>) => void} search
 */
export function eventForm(asked, search) {
  const filter = h("input", {
    id: "filter",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": "filter-fault filter-help",
    value: asked.filter ?? "",
  });
  const fault = h("div", { id: "filter-fault", role: "status" });
  const from = timeField("from", asked.occurred_from);
  const until = timeField("until", asked.occurred_until);
  const order = h(
    "select",
    { id: "order" },
    h("option", { value: "" }, "Newest first"),
    h("option", { value: "oldest_first", selected: asked.order === "oldest_first" }, "Oldest first"),
  );
  const submit = (event) => {
    event.preventDefault();
    search(
      given({
        filter: filter.value.trim(),
        occurred_from: from.value && utc(from.value),
        occurred_until: until.value && utc(until.value),
        order: order.value,
      }),
    );
  };
  const example = (text) => {
    const click = () => {
      filter.value = text;
      filter.focus();
    };
    return h("li", {}, h("button", { type: "button", class: "quiet", click }, h("code", {}, text)));
  };
  const element = h(
    "form",
    { class: "lookup", role: "search", submit },
    h("label", { for: "filter" }, "Filter"),
    h("div", { class: "row" }, filter, h("button", { type: "submit" }, "Search")),
    fault,
    h("p", { id: "filter-help", class: "help" }, "Nothing: all events. Otherwise comparisons, with AND, OR, NOT and parentheses."),
    h(
      "details",
      {},
      h("summary", {}, "Examples and fields"),
      h("ul", { class: "examples" }, ...EXAMPLES.map(example)),
      h("p", { class: "help" }, `In text, * stands for any characters. Fields: ${FIELDS}.`),
    ),
    h(
      "div",
      { class: "files" },
      labelled("from", "Occurred from (UTC)", from),
      labelled("until", "and before (UTC)", until),
      labelled("order", "Order", order),
    ),
  );
  return {
    element,
    /** Takes back what was said of the filter. */
    clear() {
      filter.removeAttribute("aria-invalid");
      show(fault);
    },
    /** Says what is wrong with the filter, and where. @param {number} position in code points */
    refuse(message, position) {
      filter.setAttribute("aria-invalid", "true");
      show(fault, h("p", { class: "reason" }, message), caret(asked.filter ?? "", position));
    },
    /** Puts the cursor on a character of the filter. */
    pointAt(position) {
      const points = Array.from(filter.value);
      const start = points.slice(0, position).join("").length;
      filter.focus();
      filter.setSelectionRange(start, start + (points[position] ?? "").length);
    },
    /** @param {Record<string, string>} now what is searched for, as it will be refused if it is */
    now(now) {
      asked = now;
    },
  };
}

/** Those that are not empty. @param {Record<string, string>} fields */
export function given(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}

function labelled(id, label, control) {
  return h("div", { class: "field" }, h("label", { for: id }, label), control);
}

function timeField(id, time) {
  const date = new Date(time ?? "");
  const value = Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 19);
  return h("input", { id, type: "datetime-local", step: "1", value });
}

/** The field leaves out seconds that are zero. */
function utc(local) {
  return local.length === 16 ? `${local}:00Z` : `${local}Z`;
}

/** A character of a text with what is around it, and a caret below. */
function caret(text, position) {
  const points = Array.from(text);
  const start = Math.max(0, position - SHOWN_BEFORE);
  const end = position + SHOWN_BEHIND;
  const before = `${start > 0 ? "…" : ""}${printable(points.slice(start, position).join(""))}`;
  const behind = printable(points.slice(position, end).join(""));
  return h(
    "pre",
    { class: "fault", "aria-hidden": "true" },
    `${before}${behind}${points.length > end ? "…" : ""}\n`,
    h("span", { class: "ghost" }, before),
    "^",
  );
}
