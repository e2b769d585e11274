// The page: its parts, its tabs, files that are dropped on it.
import { byId, complain } from "./dom.js";
import { Engine } from "./engine.js";
import { Bench } from "./bench.js";
import { Lessons } from "./lessons.js";
import { ClassRoom } from "./class.js";
import { isScenario } from "./scenario.js";

const contents = JSON.parse(byId("contents").textContent);
const engine = new Engine();
const bench = new Bench(byId("bench"), engine, contents);
// Lessons and the class have an engine of their own, so that the bench's flasks stay on the bench.
const second = new Engine();
const lessons = new Lessons(byId("lessons"), second, contents);
const room = new ClassRoom(byId("class"), second, contents, { bench, lessons });
bench.onrun = () => room.stale("bench");

const tabs = [...document.querySelectorAll("[role=tab]")];

function open(tab) {
  for (const one of tabs) {
    const chosen = one === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    byId(one.getAttribute("aria-controls")).hidden = !chosen;
  }
}

for (const tab of tabs) {
  tab.addEventListener("click", () => open(tab));
  tab.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    open(next);
    next.focus();
  });
}

/** A file of the user's: a scenario is run, anything else is knowledge. */
async function taken(file, text) {
  complain("");
  open(byId("tab-bench"));
  if (isScenario(text)) {
    await bench.take(file, text);
    return;
  }
  const before = contents.overlays;
  contents.overlays = [...before.filter(([name]) => name !== file), [file, text]];
  try {
    await engine.ask({ ask: "catalogue", overlays: contents.overlays });
    await bench.again();
  } catch (why) {
    contents.overlays = before;
    complain(why.message);
  }
}

addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", async (event) => {
  event.preventDefault();
  for (const file of event.dataTransfer.files) await taken(file.name, await file.text());
});
addEventListener("unhandledrejection", ({ reason }) => complain(reason?.message ?? String(reason)));
addEventListener("error", ({ message }) => complain(message));

/** The page and its engine are made of one version and one knowledge base; otherwise nothing here is used, in words. */
async function begin() {
  const catalogue = await engine.ask({ ask: "catalogue", overlays: contents.overlays });
  const { version, knowledge } = catalogue;
  const apart = version !== contents.version ? `The page is of Escalade ${contents.version}, its engine of ${version}`
    : knowledge !== contents.knowledge && `The page and its engine are both of Escalade ${version}, but of other knowledge bases (${contents.knowledge.slice(0, 12)} and ${knowledge.slice(0, 12)})`;
  if (!apart) return bench.show(catalogue);
  byId("main").inert = true;
  complain(`${apart}: make the page anew with web/build, or with the engine that belongs to the program.`);
}

byId("version").textContent = contents.version;
const started = begin();

// For tests from outside: what is there, and the way a dropped file takes.
globalThis.classroom = { contents, engine, bench, lessons, room, taken, started };
