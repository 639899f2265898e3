import { parseCheckpoint } from "./checkpoint.js";
import { claimedTime } from "./cosignature.js";
import { card, h, notice, s, show } from "./dom.js";
import { counted, grouped } from "./format.js";
import { inWords } from "./api.js";
import { parseNote } from "./note.js";

const PAGE = 24;
const SAMPLES = 24;
const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [200, 56, 12, 12, 28];
const [WIDE, NARROW] = [640, 320];

/** @typedef {{size: number, time: number | null}} Point `time` in milliseconds since the epoch */

/**
 * Draws how the log grew, from the checkpoints that the server keeps: over the times that witnesses
 * stated, or one after the other where they did not. Nothing of it is verified.
 *
 * @param {HTMLElement} place
 * @param {import("./api.js").LogApi} api
 * @param {bigint} size of the newest head
 */
export async function growth(place, api, size) {
  try {
    const points = await load(api, size);
    if (points.length < 2) {
      show(place);
      return;
    }
    const timed = points.filter(({ time }) => time !== null);
    // Times are whole seconds: many heads of one second would stand on one line.
    const byTime = new Set(timed.map(({ time }) => time)).size > Math.max(1, timed.length / 2);
    const width = document.documentElement.clientWidth < WIDE ? NARROW : WIDE;
    show(place, chartCard(byTime ? timed : points, byTime, width));
  } catch (e) {
    show(place, card("Growth", notice("bad", inWords(e))));
  }
}

/** All kept checkpoints if they are few, else some at even distances. @returns {Promise<Point[]>} */
async function load(api, size) {
  const first = await api.checkpoints(0n, PAGE);
  let notes = first.notes;
  if (!first.isAll) {
    const starts = Array.from(
      { length: SAMPLES },
      (_, i) => (size * BigInt(i + 1)) / BigInt(SAMPLES),
    );
    const pages = await Promise.all(starts.map((start) => api.checkpoints(start, 1)));
    notes = [first.notes[0], ...pages.flatMap((page) => page.notes)];
  }
  const points = await Promise.all(notes.map(pointOf));
  return points.filter((point, i) => i === 0 || point.size > points[i - 1].size);
}

async function pointOf(bytes) {
  const note = parseNote(bytes);
  const { head } = await parseCheckpoint(note.text);
  const times = note.signatures.map(claimedTime).filter((time) => time !== null);
  const earliest = times.length > 0 ? times.reduce((a, b) => (a < b ? a : b)) : null;
  return { size: Number(head.size), time: earliest === null ? null : Number(earliest) * 1000 };
}

function chartCard(points, byTime, width) {
  const note = byTime
    ? "By the times that its cosignatures state."
    : "By its kept checkpoints, one after the other: none states a time.";
  return card(
    "Growth",
    h("p", {}, note, " As the server lists them, not checked."),
    drawing(points, byTime, width),
  );
}

function drawing(points, byTime, width) {
  const xOf = (point, i) => (byTime ? point.time : i);
  const [from, to] = [xOf(points[0], 0), xOf(points.at(-1), points.length - 1)];
  const most = points.at(-1).size || 1;
  const x = (value) => LEFT + ((value - from) / (to - from)) * (width - LEFT - RIGHT);
  const y = (size) => HEIGHT - BOTTOM - (size / most) * (HEIGHT - TOP - BOTTOM);
  const corners = points.map((point, i) => [x(xOf(point, i)), y(point.size)]);
  // A head holds until the next one: the log did not grow evenly in between.
  const line = corners.map(([px, py], i) => (i === 0 ? `M${px},${py}` : `H${px}V${py}`)).join("");
  const area = `${line}V${y(0)}H${x(from)}Z`;
  const ends = byTime ? [shortTime(from, to), shortTime(to, from)] : ["oldest", "newest"];
  const words =
    `From ${counted(points[0].size, "entry", "entries")} to ${counted(most, "entry", "entries")}` +
    ` over ${points.length} checkpoints` +
    (byTime ? `, from ${ends[0]} to ${ends[1]}.` : ".");
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, class: "chart", role: "img", "aria-label": words },
    s("path", { d: area, class: "area" }),
    s("path", { d: `M${LEFT},${TOP}V${HEIGHT - BOTTOM}H${width - RIGHT}`, class: "axis" }),
    s("path", { d: line, class: "line" }),
    ...corners.map(([cx, cy]) =>
      s("circle", { cx, cy, r: points.length > 40 ? 2 : 3, class: "dot" }),
    ),
    s("text", { x: LEFT - 8, y: y(most) + 5, class: "end" }, grouped(most)),
    s("text", { x: LEFT - 8, y: y(0) + 5, class: "end" }, "0"),
    s("text", { x: LEFT, y: HEIGHT - 8 }, ends[0]),
    s("text", { x: width - RIGHT, y: HEIGHT - 8, class: "end" }, ends[1]),
  );
}

/** The date, or the time of day where both ends are on one day. */
function shortTime(milliseconds, other) {
  const iso = new Date(milliseconds).toISOString();
  const sameDay = iso.slice(0, 10) === new Date(other).toISOString().slice(0, 10);
  return sameDay ? iso.slice(11, 19) : iso.slice(0, 10);
}
