import { toHex } from "./bytes.js";
import { code, h, s, show } from "./dom.js";

const [WIDTH, ROW, MARGIN, LEFT_X, RIGHT_X] = [340, 56, 28, 120, 250];
const SHORT = 8;

/**
 * The way from a leaf up to the root: at every step the node and its sibling give their parent. Each
 * node says its whole hash on focus and on hover; the same stands below as a list.
 *
 * @param {bigint} index of the leaf
 * @param {Uint8Array} leaf its hash
 * @param {import("./merkle.js").Step[]} steps
 */
export function pathDrawing(index, leaf, steps) {
  const height = 2 * MARGIN + steps.length * ROW;
  const told = h(
    "p",
    { class: "told", "aria-hidden": "true" },
    "Point at a node, or tab to it, to see its hash.",
  );
  const tell = (words, hash) => () => show(told, h("span", {}, words), code(toHex(hash)));
  const lines = [];
  const nodes = [];
  const y = (row) => height - MARGIN - row * ROW;
  const xOf = (step) =>
    step === undefined ? (LEFT_X + RIGHT_X) / 2 : step.siblingIsLeft ? RIGHT_X : LEFT_X;
  steps.forEach((step, row) => {
    const [x, above] = [xOf(step), xOf(steps[row + 1])];
    const siblingX = LEFT_X + RIGHT_X - x;
    lines.push(
      s("path", { d: edge(siblingX, y(row), above), class: "edge" }),
      s("path", { d: edge(x, y(row), above), class: "edge taken" }),
    );
    const side = step.siblingIsLeft ? "left" : "right";
    const words = `Level ${step.level}: sibling on the ${side}, from the proof`;
    nodes.push(node(siblingX, y(row), "sibling", words, step.sibling, tell));
    nodes.push(s("text", { x: 0, y: y(row) + 4, class: "level" }, `level ${step.level}`));
  });
  const hashes = [leaf, ...steps.map(({ parent }) => parent)];
  hashes.forEach((hash, row) => {
    const kind = row === steps.length ? "root" : row === 0 ? "leaf" : "computed";
    const words = wordsFor(kind, index, steps[row]?.level, steps.length);
    nodes.push(node(xOf(steps[row]), y(row), kind, words, hash, tell));
  });
  const svg = s(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${height}`,
      class: "path",
      role: "group",
      "aria-label": `The path from entry ${index} to the root, ${steps.length} steps`,
    },
    ...lines,
    ...nodes,
  );
  return h(
    "div",
    { class: "proof" },
    h("div", { class: "drawing" }, svg, told),
    legend(),
    asList(index, leaf, steps),
  );
}

function wordsFor(kind, index, level, count) {
  switch (kind) {
    case "leaf":
      return count === 0
        ? `Entry ${index}: its leaf hash`
        : `Entry ${index}: its leaf hash, level 0`;
    case "root":
      return "The root of the tree";
    default:
      return `Level ${level}: computed here`;
  }
}

function edge(x, y, above) {
  return `M${x},${y}C${x},${y - ROW / 2} ${above},${y - ROW / 2} ${above},${y - ROW}`;
}

/** Kinds differ in shape too: the leaf is a square, siblings are hollow, the root has a ring. */
function node(x, y, kind, words, hash, tell) {
  const say = tell(words, hash);
  const shape =
    kind === "leaf"
      ? s("rect", { x: x - 9, y: y - 9, width: 18, height: 18, rx: 3 })
      : s("circle", { cx: x, cy: y, r: 9 });
  return s(
    "g",
    {
      class: `node ${kind}`,
      tabindex: "0",
      role: "img",
      "aria-label": `${words}: ${toHex(hash)}`,
      focus: say,
      pointerenter: say,
    },
    s("title", {}, `${words}: ${toHex(hash)}`),
    kind === "root" && s("circle", { cx: x, cy: y, r: 14, class: "ring" }),
    shape,
    label(x, y, kind, toHex(hash).slice(0, SHORT)),
  );
}

/** Stands on the outer side of its node, where no edge runs. */
function label(x, y, kind, text) {
  const distance = kind === "root" ? 20 : 15;
  const isLeft = x < WIDTH / 2;
  const at = { x: isLeft ? x - distance : x + distance, y: y + 4 };
  return s("text", { ...at, class: isLeft ? "short end" : "short" }, text);
}

function legend() {
  const items = [
    ["leaf", "the entry's leaf hash"],
    ["sibling", "a hash from the proof"],
    ["computed", "computed here from the two below"],
    ["root", "the root of the signed head"],
  ];
  return h(
    "ul",
    { class: "legend", "aria-hidden": "true" },
    ...items.map(([kind, words]) => h("li", {}, h("span", { class: `key ${kind}` }), words)),
  );
}

function asList(index, leaf, steps) {
  const items = steps.map(({ level, siblingIsLeft, sibling, parent }) =>
    h(
      "li",
      {},
      `Level ${level}: with the ${siblingIsLeft ? "left" : "right"} sibling `,
      code(toHex(sibling)),
      " it gives ",
      code(toHex(parent)),
    ),
  );
  return h(
    "details",
    {},
    h("summary", {}, "The path as text"),
    h(
      "p",
      {},
      `Entry ${index} has the leaf hash `,
      code(toHex(leaf)),
      steps.length === 0 ? ", which is the root of a tree of one entry." : ".",
    ),
    h("ol", {}, ...items),
  );
}
