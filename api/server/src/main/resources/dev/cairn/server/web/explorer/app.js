import { inWords, listLogs, LogApi } from "./api.js";
import { showAlarm } from "./banner.js";
import { whyNotAvailable } from "./crypto.js";
import { h, notice, show } from "./dom.js";
import { tickAges } from "./format.js";
import * as memory from "./memory.js";
import { match, viewOf } from "./routes.js";
import { printable } from "./text.js";
import { Watch } from "./watch.js";

const RETRY_MS = 5_000;
const TICK_MS = 1_000;
const TABS = [
  ["", "Head"],
  ["entries", "Entries"],
  ["events", "Events"],
  ["producers", "Producers"],
  ["verify", "Verify"],
  ["trust", "Trust"],
];

/** The page: which log and which view are shown, and what stands around them. */
class Page {
  #logs;
  #watch = null;
  #path = null;
  #view = null;
  #routes = 0;
  #place = {
    main: document.querySelector("main"),
    alarm: document.querySelector("#alarm"),
    tabs: document.querySelector("#tabs"),
    picker: document.querySelector("#picker"),
    state: document.querySelector("#state"),
  };

  /** @param {import("./api.js").LogEntry[]} logs at least one */
  constructor(logs) {
    this.#logs = logs;
  }

  start() {
    addEventListener("hashchange", () => this.#route(true));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => this.#drop(event));
    document.querySelector(".skip").addEventListener("click", (event) => {
      event.preventDefault(); // the address is the route
      this.#place.main.focus();
    });
    setInterval(tickAges, TICK_MS);
    this.#route(false);
  }

  /** Shows what the address asks for. @param {boolean} isMove by the visitor: focus goes along */
  async #route(isMove) {
    const own = ++this.#routes;
    const { log, rest, query } = match(this.#logs, location.hash);
    if (log.path !== this.#path) {
      this.#follow(log);
    }
    const base = `#${log.path}`;
    this.#showTabs(base, rest[0] ?? "");
    const view = await viewOf(rest, query, { watch: this.#watch, base }).catch(notLoaded);
    if (own !== this.#routes) {
      return; // the visitor has moved on
    }
    this.#view = view;
    const heading = h("h1", { tabindex: "-1" }, this.#view.title);
    show(this.#place.main, heading, this.#view.element);
    document.title = `${this.#view.title} · ${printable(log.origin)} · Cairn`;
    if (isMove) {
      scrollTo(0, 0);
      heading.focus();
    }
  }

  #follow(log) {
    this.#watch?.stop();
    this.#path = log.path;
    const watch = new Watch(log, new LogApi(log));
    this.#watch = watch;
    watch.addEventListener("change", () => this.#changed());
    watch.refresh();
    this.#showPicker(log);
    this.#changed();
  }

  #changed() {
    const { trouble, head, origin } = this.#watch;
    showAlarm(this.#place.alarm, origin, () => this.#watch.refresh(true));
    const isAlarmed = memory.alarmOf(origin) !== null;
    const doubt = isAlarmed ? "See the warning" : head && doubtOf(head);
    const calm = head ? "Up to date" : "Asking …";
    const words = trouble ? `${trouble} It is tried again.` : (doubt ?? calm);
    if (this.#place.state.textContent !== words) {
      show(this.#place.state, words);
      this.#place.state.className = trouble || doubt ? "bad" : "good";
    }
    this.#view?.update();
  }

  #showTabs(base, current) {
    const links = TABS.map(([name, label]) =>
      h("a", { href: base + name, "aria-current": name === current ? "page" : null }, label),
    );
    show(this.#place.tabs, ...links);
  }

  #showPicker(log) {
    if (this.#logs.length === 1) {
      show(this.#place.picker, h("span", { class: "wrap" }, printable(log.origin)));
      return;
    }
    const change = ({ target }) => {
      location.hash = `#${target.value}`;
    };
    const options = this.#logs.map(({ path, origin }) =>
      h("option", { value: path, selected: path === log.path }, printable(origin)),
    );
    const label = h("label", { for: "log", class: "away" }, "Log");
    show(this.#place.picker, label, h("select", { id: "log", change }, ...options));
  }

  /** Files that are dropped anywhere are to be verified. */
  async #drop(event) {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length === 0) {
      return;
    }
    if (!this.#view?.takeFiles) {
      history.pushState(null, "", `#${this.#path}verify`);
      await this.#route(true);
    }
    this.#view?.takeFiles?.(files);
  }
}

/** What of a head is no reason for a warning, and none for calm either. */
function doubtOf({ verdict, link }) {
  if (verdict === "refused") {
    return "The head is refused";
  }
  return link?.state === "open" ? "Cannot check the history" : null;
}

/** A view's own module did not come. @returns {import("./routes.js").View} */
function notLoaded() {
  const words = "The server cannot be reached. Choose the view again, or load the page anew.";
  return { title: "Not reached", element: notice("bad", words), update() {} };
}

async function start() {
  const main = document.querySelector("main");
  const reason = await whyNotAvailable();
  if (reason !== null) {
    show(
      main,
      h("h1", {}, "Nothing can be verified here"),
      notice("bad", reason),
      h(
        "p",
        {},
        "This page checks signatures and proofs in your browser and claims nothing that it did not check.",
      ),
    );
    return;
  }
  try {
    const logs = await listLogs();
    if (logs.length === 0) {
      show(main, h("h1", {}, "No logs"), notice("wait", "This server has no log yet."));
      return;
    }
    new Page(logs).start();
  } catch (e) {
    show(main, h("h1", {}, "Not reached"), notice("bad", `${inWords(e)} It is tried again.`));
    setTimeout(start, RETRY_MS);
  }
}

start();
