// A hidden flask: read-outs cost money and days, three answers with hints, then the truth.
import { complain, field, fill, h } from "./dom.js";
import { Dropped } from "./engine.js";

/** As the list of lessons shows it. */
export const HIDDEN = { title: "What grows here? Diagnose a hidden flask", minutes: 20 };

export class Hidden {
  constructor(engine) { this.engine = engine; }

  /** The lesson in this element, with a flask by this seed. */
  async open(element, { seed, code, student }) {
    this.points = h("output", { class: "points" });
    this.content = h("div", { class: "readouts" });
    this.reply = h("pre", { class: "words", role: "status" });
    fill(element, h("h2", {}, HIDDEN.title),
      h("p", { class: "note" }, code ? `Class ${code}, student ${student}: your own flask.` : "A flask of nobody in particular; enter a class code under “Class” for your own."),
      h("p", { class: "question" }, "A culture grows under a drug that should stop it. Which read-outs do you order, and what is it?"),
      this.wait = h("p", { role: "status" }, "The culture is being worked up …"));
    try {
      const told = await this.engine.ask({ ask: "hide", seed });
      this.wait.remove();
      element.append(...this.#game(told));
    } catch (why) { if (!(why instanceof Dropped)) complain(why.message); }
  }

  #game({ line, drug, grammar, readouts, points, rule }) {
    this.#left({ points, days: 0, euros: 0 });
    const order = ({ name, days, euros, why }, place) => h("button", { type: "button", title: why, onclick: ({ target }) => this.#order(place, target) },
      `${name}: ${euros} EUR, ${days} d`);
    const buttons = readouts.map(order);
    const answer = h("input", { type: "text", id: "hidden-answer", autocomplete: "off", spellcheck: "false", placeholder: "on-target:G595R" });
    const send = h("button", { class: "first" }, "Answer");
    const form = h("form", { onsubmit: (event) => { event.preventDefault(); this.#answer(answer.value, send); } }, field("Your answer", answer), send);
    return [
      h("p", {}, `${line} cells grow in ${drug}. Order read-outs, as few as you need. ${rule}. After three answers the truth is told, with the evidence and what to do next. Prices and days are assumed (why: hover).`),
      this.points, h("h3", {}, "Order a read-out"), h("p", { class: "exports" }, buttons), this.content,
      h("h3", {}, "Answer"), h("p", { class: "note" }, grammar), form, this.reply,
      h("p", { class: "note" }, "Source: the work-up in the order of the guides, as `escalade diagnose` follows it."),
    ];
  }

  async #order(place, button) {
    try {
      const { content, ...left } = await this.engine.ask({ ask: "order", place });
      button.disabled = true;
      this.#left(left);
      const shown = h("div", {});
      shown.innerHTML = content;
      this.content.append(shown);
    } catch (why) { complain(why.message); }
  }

  async #answer(text, send) {
    complain("");
    try {
      const { text: said, right, over, points, left } = await this.engine.ask({ ask: "answer", text });
      this.reply.textContent = over ? `${right ? `${points} points.` : "No points this time."}\n\n${said}` : said;
      send.disabled = over;
      if (!over) this.#left({ points: left });
    } catch (why) { complain(why.message); }
  }

  /** What a right answer would bring, and what was spent. */
  #left(now) {
    const { points, days, euros } = Object.assign(this.now ??= {}, now);
    this.points.textContent = `${points} points for a right answer now; spent: ${euros} EUR, ${days} days`;
  }
}
