// The laboratory bench: a scenario, its flasks, the class's profile.
import { choice, complain, figure, field, fill, h, offer } from "./dom.js";
import { Crew } from "./crew.js";
import { Dropped, paced } from "./engine.js";
import { controls, inUse, partners } from "./controls.js";
import { leans, profile } from "./figures.js";
import { Unknown } from "./unknown.js";
import { USUAL, naming, scenario, stands } from "./scenario.js";
import { png, save } from "./save.js";

/** Flasks that can be chosen. */
const MOST_SHOWN = 500;

export class Bench {
  constructor(root, engine, contents) {
    Object.assign(this, { engine, crew: new Crew(engine), contents, set: { ...USUAL, drawn: [...USUAL.drawn] }, run: 0 });
    this.own = h("form", { class: "controls", "aria-label": "What is simulated", onsubmit: (event) => event.preventDefault() });
    this.progress = h("progress", { max: 1, value: 0, "aria-label": "Flasks done" });
    this.status = h("p", { class: "status", role: "status" });
    this.stop = h("button", { type: "button", hidden: true, onclick: () => this.#stop() }, "Stop");
    this.muller = h("div", { class: "muller" });
    this.line = h("p", { class: "answer" });
    this.flasks = h("div", { class: "flasks", role: "group", "aria-label": "Flasks; choose one to see it" });
    this.profile = h("div", { class: "profile" });
    this.unknown = new Unknown(engine, { asked: () => this.#bands(this.run), told: (done, total) => this.#at(done, total, " worlds") });
    this.used = h("ul", { class: "used", "aria-label": "Your files in use" });
    this.words = h("details", {}, h("summary", {}, "The answer in words"), h("pre", { class: "words" }));
    this.course = h("details", {}, h("summary", {}, "Cells and doses of all flasks"), h("div", {}));
    this.text = h("textarea", { id: "scenario-text", rows: 14, spellcheck: "false" });
    this.leans = h("details", {}, h("summary", {}, "What this leans on"), h("div", {}));
    this.warnings = h("ul", { class: "warnings" });
    fill(root, h("div", { class: "bench" },
      h("div", { class: "left" }, this.#start(), this.used, this.own),
      h("div", { class: "middle" }, h("div", { class: "run" }, this.progress, this.status, this.stop), this.muller, this.line,
        this.flasks, this.#exports(), this.warnings, this.course, this.#file(), this.leans),
      h("aside", { class: "right", "aria-label": "The class" }, this.unknown.control, this.profile, this.words, this.#worlds())));
  }

  #start() {
    const pairs = [["", "a bench of your own"], ...this.contents.scenarios.map(({ file, name }) => [file, name ?? file])];
    this.chosen = choice("start", pairs, "", ({ target }) => {
      const found = this.contents.scenarios.find(({ file }) => file === target.value);
      if (found) this.take(found.file, found.text);
      else if (!target.value) this.show();
    });
    this.other = h("option", { value: "*", hidden: true }, "");
    this.chosen.append(this.other);
    return field("Start from", this.chosen);
  }

  #exports() {
    const name = () => (this.file || "scenario.toml").replace(/\.toml$/, "");
    const button = (words, act) => h("button", { type: "button", onclick: () => act().catch((why) => this.#failed(why)) }, words);
    return h("div", { class: "exports", role: "group", "aria-label": "Save" },
      button("Picture (PNG)", async () => save(`${name()}.png`, await png(this.#drawn()))),
      button("Table (CSV)", async () => save(`${name()}.csv`, (await this.#whole(0))["replicates.csv"], "text/csv")),
      button("Scenario (TOML)", async () => save(`${name()}.toml`, this.text.value)),
      button("Report (HTML)", async () => save(`${name()}.html`, (await this.#whole(0))["report.html"], "text/html")));
  }

  #file() {
    const run = h("button", { type: "button", onclick: () => this.take(this.file, this.text.value) }, "Run this text");
    return h("details", { class: "file" }, h("summary", {}, "The scenario as a file"),
      h("label", { for: "scenario-text" }, "What the command line runs as it is; change it and run it, or drop a file on the page."),
      this.text, run);
  }

  #worlds() {
    const shown = h("div", {});
    const draw = async () => {
      const files = await this.#whole(100);
      fill(shown, files["figures/outlook.svg"] ? figure(files["figures/outlook.svg"], "By chance alone, and over what is not known")
        : h("p", {}, "This scenario leans on nothing that is not known."));
    };
    return h("details", { class: "worlds" }, h("summary", {}, "With what is not known"),
      h("p", { class: "note" }, "Every uncertain value drawn anew in 100 worlds of two flasks: what chance leaves, and what ignorance adds."),
      h("button", { type: "button", onclick: () => draw().catch((why) => this.#failed(why)) }, "Draw worlds"), shown);
  }

  /** The figure of what was run. */
  #drawn() {
    const drawn = this.muller.querySelector("svg");
    if (!drawn) throw new Error("nothing was run: mend the scenario first");
    return drawn;
  }

  /** Everything that the command line would write. */
  async #whole(worlds) {
    this.#drawn();
    this.engine.onprogress = ({ done, total }) => this.#at(done, total);
    await this.#back();
    const { files } = await this.engine.ask({ ask: "files", worlds });
    this.#at(1, 1);
    return files;
  }

  /** The controls, for a bench of one's own; of this catalogue, where it is at hand. */
  async show(catalogue) {
    this.given = undefined;
    [this.limits, this.acting] = [new Map(), new Map()];
    this.#inUse();
    try {
      this.catalogue = catalogue ?? await this.engine.ask({ ask: "catalogue", overlays: this.contents.overlays });
      this.chosen.value = "";
      await this.#rebuild();
    } catch (why) { this.#failed(why); }
  }

  /** What is on the bench with other overlays. */
  async again() {
    if (!this.given) return this.show();
    this.#inUse();
    return this.take(this.given.file, this.given.text);
  }

  #inUse() {
    inUse(this.used, this.contents.overlays.map(([name]) => name), (name) => {
      this.contents.overlays = this.contents.overlays.filter(([other]) => other !== name);
      this.again().catch((why) => this.#failed(why));
    });
  }

  async #rebuild() {
    const { line, vessel, drug } = this.set;
    const [of, overlays] = [`${line} ${vessel}`, this.contents.overlays];
    // What the flask holds is asked once; without an answer nothing is limited.
    const asked = this.limits.get(of) ?? await this.engine.ask({ ask: "limits", line, vessel, drug, overlays }).catch(() => undefined);
    this.limits.set(of, asked);
    this.#controls();
    this.#soon();
  }

  #controls() {
    const focused = document.activeElement?.id;
    const { line, vessel } = this.set;
    const limits = { ...this.limits.get(`${line} ${vessel}`), acting: this.acting.get(line) };
    fill(this.own, controls(this.set, this.catalogue, limits, () => this.#rebuild(), () => this.#soon()));
    if (focused) this.own.querySelector(`#${CSS.escape(focused)}`)?.focus();
  }

  /** Which drugs act on the line takes longer than a flask, and is asked behind them, once. */
  async #acts() {
    const { line } = this.set;
    if (this.given || this.acting.has(line)) return;
    const { acting } = await this.engine.ask({ ask: "acting", line, overlays: this.contents.overlays });
    this.acting.set(line, acting);
    // The other controls stay as they are: somebody may have a hand on them.
    const partner = this.own.querySelector("#set-partner");
    if (!this.given && line === this.set.line && partner) offer(partner, partners(this.set, this.catalogue, acting), this.set.partner);
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#go("scenario.toml", scenario(this.set)), 60);
  }

  /** A scenario as it is: a recipe, a dropped file, changed text. */
  take(file, text) {
    clearTimeout(this.timer);
    this.given = { file, text };
    const given = this.contents.scenarios.some((one) => one.file === file && one.text === text);
    fill(this.other, `the file ${file}`);
    this.other.hidden = given;
    this.chosen.value = given ? file : "*";
    fill(this.own, h("p", { class: "note" }, "This scenario is run as its file says. Choose “a bench of your own” for controls."));
    return this.#go(file, text);
  }

  async #go(file, text) {
    const run = ++this.run;
    this.file = file;
    complain("");
    try {
      this.unknown.clear();
      const { scenario: told, text: whole } = await this.#open(file, text);
      if (run !== this.run) return;
      this.whole = whole;
      this.onrun?.();
      this.text.value = naming(whole, this.#overlays(whole).map(([name]) => name));
      fill(this.warnings, told.warnings.map((words) => h("li", {}, words)));
      fill(this.leans.lastChild, leans(told.leans_on));
      fill(this.flasks);
      await this.#flask(0, run);
      await this.#all(run, told);
      if (run === this.run) await this.#acts();
      await this.#bands(run);
    } catch (why) { if (run === this.run) { this.#cleared(text); this.#failed(why); } }
  }

  /** Nothing of what was run before stands beside a scenario that cannot be run. */
  #cleared(text) {
    this.text.value = text;
    this.finished = this.shares = undefined;
    for (const part of [this.muller, this.profile, this.flasks, this.warnings, this.course.lastChild, this.leans.lastChild]) fill(part);
    this.words.lastChild.textContent = "";
    this.line.textContent = "";
    this.status.textContent = "not run";
  }

  /** The user's files that act on a scenario. */
  #overlays(text) {
    return stands(text) ? this.contents.overlays : [];
  }

  async #open(file, text) {
    const opened = await this.crew.open({ ask: "open", file, text, overlays: this.#overlays(text) });
    this.opened = this.engine.starts;
    return opened;
  }

  /** A scenario is on the engine's desk again after a stop. */
  async #back() {
    if (this.opened !== this.engine.starts) await this.#open(this.file, this.whole);
  }

  #stop() {
    this.run += 1;
    this.crew.restart();
    this.stop.hidden = true;
    if (this.finished) this.unknown.box.checked = false;
    this.status.textContent = `stopped at ${this.status.textContent}`;
  }

  async #all(run, told) {
    // Another scenario lies on the engines' desks by now, which must not get flasks for this one.
    if (run !== this.run) return;
    this.finished = undefined;
    for (let [replicates, done] = [1, 0]; ;) {
      const began = performance.now();
      const more = await this.crew.more(done, told.replicates, replicates);
      if (run !== this.run) return;
      this.#grown(more, told);
      done = more.done;
      if (done >= more.total) break;
      replicates = paced(replicates, began);
    }
    this.finished = run;
  }

  /** Bands of what is not known, once all flasks are done; none where they are not wanted. */
  async #bands(run) {
    if (run !== this.run || !this.finished) return;
    try {
      if (this.unknown.on) {
        await this.#back();
        await this.unknown.draw(() => run === this.run);
      } else {
        this.unknown.clear();
        this.#at(this.flasks.childElementCount, this.flasks.childElementCount);
      }
      if (run === this.run && this.shares) fill(this.profile, profile(this.shares, this.unknown.shares));
    } catch (why) { this.#failed(why); }
  }

  #grown({ done, total, new: fresh, answer, shown }, told) {
    this.#at(done, total);
    const room = Math.max(0, MOST_SHOWN - this.flasks.childElementCount);
    this.flasks.append(...fresh.slice(0, room).map((one) => h("button", {
      type: "button", style: `--mark:${one.colour}`, title: one.told, "aria-label": `Flask ${one.replicate}: ${one.told}`,
      onclick: () => {
        this.line.textContent = `${one.replicate}: ${one.told}.`;
        this.#flask(one.replicate, this.run).catch((why) => this.#failed(why));
      },
    }, String(one.replicate))));
    this.words.lastChild.textContent = answer;
    this.shares = shown.profile && { ...shown.profile, whether: shown.whether, absent: shown.absent };
    if (this.shares) fill(this.profile, profile(this.shares));
    if (shown.course) fill(this.course.lastChild, figure(shown.course, "Cells and doses of all flasks"));
    if (shown.counts) {
      fill(this.muller, shown.fluctuation ? figure(shown.fluctuation, `${told.name}: cultures by mutants`) : null,
        figure(shown.counts, `${told.name}: counts at the end`));
      fill(this.profile, h("h3", {}, told.name), h("p", {}, told.question));
      this.line.textContent = fresh.at(-1) ? `The last culture: ${fresh.at(-1).told}.` : this.line.textContent;
    }
  }

  async #flask(flask, run) {
    await this.#back();
    const seen = await this.engine.ask({ ask: "flask", flask });
    if (run !== this.run || !seen) return;
    const drawn = figure(seen.svg, `Muller plot of flask ${seen.flask}: ${seen.told.told}`, seen.slim);
    drawn.classList.add("grows");
    fill(this.muller, drawn);
    this.line.textContent = `Flask ${seen.flask}: ${seen.told.told}.`;
    for (const button of this.flasks.children) button.toggleAttribute("aria-current", button.textContent === String(flask));
  }

  #at(done, total, what = "") {
    this.progress.max = total;
    this.progress.value = done;
    this.stop.hidden = done >= total;
    this.status.textContent = done < total ? `${done} of ${total}${what}` : `${total}${what} done`;
  }

  #failed(why) {
    if (!(why instanceof Dropped)) complain(why.message);
  }
}
