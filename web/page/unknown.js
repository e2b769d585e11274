// What is not known: worlds drawn while somebody watches, for the bands behind the profile's bars.
import { h } from "./dom.js";
import { paced } from "./engine.js";

/** Worlds that bands are made of; each has a few flasks. */
const WORLDS = 100;

export class Unknown {
  /** `asked` hears that bands are wanted or not any more, `told` how many worlds are drawn. */
  constructor(engine, { asked, told }) {
    Object.assign(this, { engine, told });
    this.box = h("input", { type: "checkbox", id: "show-unknown", onchange: asked });
    this.note = h("p", { class: "note", role: "status" });
    this.control = h("div", {}, h("label", { class: "check", for: "show-unknown" }, this.box, "Show what is not known"), this.note);
  }

  get on() { return this.box.checked; }

  /** No bands of another scenario stay. */
  clear() {
    this.turn = (this.turn ?? 0) + 1;
    this.shares = undefined;
    this.note.textContent = "";
  }

  /** Draws the worlds of the scenario on the engine's desk as long as `wanted` says so, and until it is asked anew or cleared. */
  async draw(wanted) {
    this.clear();
    const turn = this.turn;
    for (let worlds = 1; ;) {
      const began = performance.now();
      const answer = await this.engine.ask({ ask: "worlds", worlds, of: WORLDS });
      if (turn !== this.turn || !wanted()) return;
      if (!answer) {
        this.note.textContent = "This scenario leans on nothing that is not known.";
        return;
      }
      this.told(answer.done, answer.total);
      if (answer.done >= answer.total) {
        this.shares = answer.shares;
        this.note.textContent = answer.shares ? "" : `The experiment can be carried out in none of ${answer.total} worlds: ${answer.why}`;
        return;
      }
      worlds = paced(worlds, began);
    }
  }
}
