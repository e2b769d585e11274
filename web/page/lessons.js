// Lessons: question, predict, run, explain, what was learned.
import { fill, h } from "./dom.js";

export class Lessons {
  constructor(root, engine, contents) {
    Object.assign(this, { root, engine, contents });
    fill(root, h("p", {}, "Lessons"));
  }
}
