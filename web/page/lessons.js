// Lessons: question, predict, run, explain, what was learned.
import { complain, figure, fill, h } from "./dom.js";
import { Dropped } from "./engine.js";
import { profile } from "./figures.js";
import { HIDDEN, Hidden } from "./hidden.js";

/** Where nobody has said whose flasks are wanted. */
const NOBODY = 2026;

export class Lessons {
  constructor(root, engine, contents) {
    Object.assign(this, { engine, contents, who: { seed: NOBODY } });
    this.hidden = new Hidden(engine);
    this.list = h("nav", { class: "left", "aria-label": "Lessons" });
    this.shown = h("article", { class: "lesson", "aria-live": "polite" });
    fill(root, h("div", { class: "lessons" }, this.list, this.shown));
    this.open(contents.lessons[0]);
  }

  /** Whose flasks are run: seed, and class and student where there are such. */
  belong(who) {
    this.who = who;
    this.open(this.lesson);
  }

  open(lesson) {
    this.lesson = lesson;
    this.predicted = undefined;
    fill(this.list, [...this.contents.lessons, HIDDEN].map((one) => h("button", {
      type: "button", class: "entry", "aria-current": one === lesson ? "true" : null, onclick: () => this.open(one),
    }, h("b", {}, one.title), h("span", {}, `${one.minutes} minutes`))), this.#others());
    if (lesson === HIDDEN) {
      this.hidden.open(this.shown, this.who);
      return;
    }
    const whose = this.who.code ? `Class ${this.who.code}, student ${this.who.student}: the flasks are yours alone.`
      : "Flasks of nobody in particular; enter a class code under “Class” for your own.";
    this.after = h("div", {});
    fill(this.shown, h("h2", {}, lesson.title), h("p", { class: "note" }, whose), h("p", { class: "question" }, lesson.question),
      h("p", {}, lesson.background), this.#predict(lesson), this.after);
  }

  #others() {
    return h("p", { class: "note" }, "Print worksheets and answer keys with ", h("code", {}, "escalade classroom --class CODE"), ".");
  }

  #predict(lesson) {
    const run = h("button", { type: "button", class: "first", disabled: true }, "Run");
    const radios = lesson.predict.choices.map((words, i) => h("label", { class: "option" }, h("input", {
      type: "radio", name: "predict", value: i + 1, onchange: () => { this.predicted = i + 1; run.disabled = false; },
    }), words));
    const progress = h("progress", { max: 1, value: 0, hidden: true, "aria-label": "Flasks done" });
    run.addEventListener("click", () => this.#run(lesson, run, progress).catch((why) => {
      progress.hidden = true;
      run.disabled = false;
      if (!(why instanceof Dropped)) complain(why.message);
    }));
    return h("section", {}, h("h3", {}, "Predict"), h("fieldset", { class: "options" },
      h("legend", {}, lesson.predict.ask), radios), h("p", { class: "run" }, run, progress));
  }

  async #run(lesson, run, progress) {
    run.disabled = true;
    progress.hidden = false;
    this.engine.onprogress = ({ done, total }) => Object.assign(progress, { max: total, value: done });
    const worked = await this.engine.ask({ ask: "lesson", id: lesson.id, seed: this.who.seed });
    progress.hidden = true;
    run.disabled = false;
    this.worked = worked;
    fill(this.after, h("h3", {}, "Look"), h("p", {}, lesson.look),
      h("div", { class: "arms" }, worked.arms.map((arm) => this.#arm(arm))),
      this.#read(worked), this.#explain(lesson), this.#learned(lesson));
  }

  #arm({ name, done, own, all, answer, svg, slim, profile: shares, replicates }) {
    return h("section", { class: "arm" }, h("h4", {}, name),
      h("details", {}, h("summary", {}, "What is done"), h("ul", {}, done.map((words) => h("li", {}, words)))),
      figure(svg, `${name}: ${own.told}`, slim), shares ? h("p", { class: "answer" }, `Your flask: ${own.told}.`) : null,
      shares ? h("details", { open: true }, h("summary", {}, `All ${replicates} flasks`), profile(shares)) : null,
      h("details", {}, h("summary", {}, "One by one"), h("ol", { start: 0, class: "each" }, all.map(({ told }) => h("li", {}, told)))),
      h("details", {}, h("summary", {}, "The answer in words"), h("pre", { class: "words" }, answer)));
  }

  #read({ reads }) {
    const rows = reads.map(({ what, value }, i) => {
      const key = h("td", { hidden: true, class: "key" }, value);
      const input = h("input", { type: "text", id: `read-${i}`, autocomplete: "off" });
      return { key, row: h("tr", {}, h("th", { scope: "row" }, h("label", { for: `read-${i}` }, what)), h("td", {}, input), key) };
    });
    const head = h("th", { hidden: true, scope: "col" }, "The tool counts");
    const show = h("button", { type: "button", onclick: () => {
      [head, ...rows.map(({ key }) => key)].forEach((cell) => { cell.hidden = false; });
      show.disabled = true;
    } }, "Compare with the tool");
    return h("section", { class: "read" }, h("h3", {}, "Read off"), h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "What"), h("th", { scope: "col" }, "Yours"), head)),
      h("tbody", {}, rows.map(({ row }) => row))), h("p", {}, show));
  }

  #explain({ explain }) {
    return h("section", {}, h("h3", {}, "Explain"), explain.map(({ ask, answer }, i) => h("div", { class: "explain" },
      h("label", { for: `explain-${i}` }, ask), h("textarea", { id: `explain-${i}`, rows: 2 }),
      h("details", {}, h("summary", {}, "A model answer"), h("p", {}, answer)))));
  }

  #learned({ predict, learned, sources }) {
    const right = this.predicted === predict.right;
    return h("section", {}, h("h3", {}, "What was learned"),
      h("details", { class: "learned" }, h("summary", {}, "Was your prediction right?"),
        h("p", {}, h("b", {}, right ? "Yes: " : "No. What came true: "), `${predict.choices[predict.right - 1]}.`),
        h("p", {}, learned), h("p", { class: "note" }, `Sources: ${sources.join("; ")}.`)));
  }
}
