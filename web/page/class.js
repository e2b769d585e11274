// The class: its code, a student's flask, the teacher's roster and histogram.
import { fill, h } from "./dom.js";

export class ClassRoom {
  constructor(root, engine, contents, bench) {
    Object.assign(this, { root, engine, contents, bench });
    fill(root, h("p", {}, "Class"));
  }
}
