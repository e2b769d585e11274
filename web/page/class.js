// The class: its code, a student's flask, the teacher's roster and histogram. No server: the code rebuilds all flasks.
import { byId, choice, complain, field, fill, h } from "./dom.js";
import { Dropped } from "./engine.js";
import { histogram } from "./figures.js";
import { save } from "./save.js";
import { stands } from "./scenario.js";

/** `7: resistant after ...`: who, and what came of it; none of a line without a number. */
export function entry(line) {
  const found = /^\s*(?:student\s*)?(\d+)\s*[:;,.)\t ]\s*(.+?)\s*$/i.exec(line);
  return found && { student: Number(found[1]), told: found[2].replace(/^["']|["'.]+$/g, "") };
}

/** A row for every student. */
export function table(students) {
  const rows = students.map(({ student, seed, own }) => `${student},${seed},"${own.group.replaceAll('"', '""')}","${own.told.replaceAll('"', '""')}"`);
  return `student,seed,group,told\n${rows.join("\n")}\n`;
}

export class ClassRoom {
  constructor(root, engine, contents, { bench, lessons }) {
    Object.assign(this, { engine, contents, bench, lessons });
    this.code = h("input", { type: "text", id: "class-code", autocomplete: "off", spellcheck: "false", size: 12, placeholder: "K7QM-2F9C" });
    this.student = h("input", { type: "number", id: "class-student", min: 1, max: 1000, value: 1 });
    this.students = h("input", { type: "number", id: "class-students", min: 1, max: 1000, value: 24 });
    this.name = h("input", { type: "text", id: "class-name", autocomplete: "off", placeholder: "Genetics, Monday" });
    this.own = h("div", { class: "own", role: "status" });
    this.roster = h("div", {});
    this.pasted = h("textarea", { id: "class-pasted", rows: 6, placeholder: "7: resistant after 203 days, by MET amplification (85% of the cells)" });
    this.entered = h("div", { role: "status" });
    this.pasted.addEventListener("input", () => this.#tally());
    this.code.addEventListener("input", () => this.stale());
    this.students.addEventListener("input", () => this.#undone());
    fill(root, h("div", { class: "two" }, this.#left(), this.#right()));
  }

  #button(words, act, first) {
    return h("button", { type: "button", class: first ? "first" : null, onclick: () => act().catch((why) => {
      if (!(why instanceof Dropped)) complain(why.message);
    }) }, words);
  }

  #left() {
    const experiments = [
      ...this.contents.lessons.flatMap(({ id, title, arm }) => arm.map(({ name }, i) => [`${id}/${i}`, `${title} ${name}`])),
      ...this.contents.scenarios.map(({ file, name }) => [file, name]), ["bench", "what is on the bench now"],
    ];
    this.experiment = choice("class-experiment", experiments, experiments[0][0], () => this.stale());
    return h("section", {}, h("h2", {}, "The code"),
      h("p", {}, "One code gives every student other flasks of the same experiment. Nothing is sent: the code alone rebuilds them all."),
      field("Class code", this.code), field("Experiment", this.experiment),
      h("details", {}, h("summary", {}, "Make a code"), field("Name of the class", this.name),
        this.#button("Make the code", async () => {
          const { code } = await this.engine.ask({ ask: "code", name: this.name.value });
          this.code.value = code;
          this.stale();
        })),
      h("h2", {}, "Student"), field("Your number", this.student),
      h("p", { class: "exports" }, this.#button("Show my flask", () => this.#mine(), true),
        this.#button("Open it on the bench", () => this.#toBench()), this.#button("Go to the lessons", () => this.#toLessons())),
      this.own);
  }

  #right() {
    return h("section", {}, h("h2", {}, "Teacher"), field("Number of students", this.students),
      h("p", {}, this.#button("Rebuild all flasks", () => this.#rebuild())), this.roster,
      h("h3", {}, "Results as they come in"), h("label", { for: "class-pasted" }, "A line each, as students copy it, or “7: what came of it”."),
      this.pasted, this.entered);
  }

  /** The experiment's file: name and text. */
  #file() {
    const chosen = this.experiment.value;
    const given = this.contents.scenarios.find(({ file }) => file === chosen);
    if (given) return given;
    if (chosen === "bench") return { file: "bench.toml", text: this.bench.text.value };
    const [id, arm] = chosen.split("/");
    return { file: `${id}.toml`, text: this.contents.lessons.find((one) => one.id === id).arm[Number(arm)].scenario.trimStart() };
  }

  async #who() {
    complain("");
    return this.engine.ask({ ask: "seed", code: this.code.value, student: Number(this.student.value) });
  }

  async #open(more) {
    const { file, text } = this.#file();
    return this.engine.ask({ ask: "open", file, text, overlays: stands(text) ? this.contents.overlays : [], ...more });
  }

  /** Flasks of another code or experiment are no key to this one. */
  stale(experiment = this.experiment.value) {
    if (experiment !== this.experiment.value) return;
    fill(this.own);
    this.#undone();
  }

  #undone() {
    this.all = undefined;
    fill(this.roster);
    this.#tally();
  }

  async #mine() {
    const { code, student, seed } = await this.#who();
    await this.#open({ seed, replicates: 1 });
    const { new: [own] } = await this.engine.ask({ ask: "more", replicates: 1 });
    const line = `${student}: ${own.told}`;
    this.code.value = code;
    this.lessons.belong({ code, student, seed });
    fill(this.own, h("p", { class: "answer" }, line), h("button", { type: "button", onclick: ({ target }) => this.#copy(line, target) }, "Copy this line for the teacher"), h("p", { class: "note" }, `Seed ${seed}`));
  }

  /** Onto the clipboard; where a browser does not allow that, the line is marked. */
  async #copy(line, button) {
    try {
      await navigator.clipboard.writeText(line);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(this.own.querySelector(".answer"));
      button.textContent = "Marked: copy it with the keyboard";
    }
  }

  async #toBench() {
    const { seed } = await this.#who();
    const { text } = await this.#open({ seed });
    byId("tab-bench").click();
    await this.bench.take(this.#file().file, text);
  }

  async #toLessons() {
    this.lessons.belong(await this.#who());
    byId("tab-lessons").click();
  }

  async #rebuild() {
    await this.#who();
    await this.#open({});
    this.engine.onprogress = ({ done, total }) => fill(this.roster, h("progress", { max: total, value: done, "aria-label": "Flasks rebuilt" }));
    const asked = [this.code.value, this.students.value, this.experiment.value].join();
    const { students } = await this.engine.ask({ ask: "class", code: this.code.value, students: Number(this.students.value) });
    if (asked !== [this.code.value, this.students.value, this.experiment.value].join()) {
      fill(this.roster);
      return;
    }
    this.all = students;
    const groups = this.#groups(students.map(({ own }) => own));
    fill(this.roster, histogram(groups, "the whole class"), h("details", {}, h("summary", {}, "Student by student"),
      h("table", {}, h("thead", {}, h("tr", {}, ["Student", "Seed", "What came of it"].map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, students.map(({ student, seed, own }) => h("tr", {}, h("td", {}, String(student)), h("td", {}, String(seed)),
          h("td", {}, own.told)))))),
      this.#button("Save the table (CSV)", async () => save("class.csv", table(students), "text/csv")));
    this.#tally();
  }

  /** Groups with their colours and counts; those that are numbers by size, others by count. */
  #groups(owns) {
    const groups = new Map();
    for (const { group, colour } of owns) {
      const before = groups.get(group)?.[2] ?? 0;
      groups.set(group, [group, colour, before + 1]);
    }
    const size = (name) => Number(name.replaceAll(",", "").split(" ")[0]);
    return [...groups.values()].sort((a, b) => size(a[0]) - size(b[0]) || b[2] - a[2] || 0);
  }

  /** What came in, held against what the code gives. */
  #tally() {
    const lines = this.pasted.value.split("\n").filter((line) => line.trim());
    const entries = lines.map(entry);
    const unread = lines.filter((_, i) => !entries[i]);
    const size = Number(this.students.value);
    const ofClass = ({ student }) => student >= 1 && student <= size;
    const read = entries.filter(Boolean);
    const strangers = [...new Set(read.filter((one) => !ofClass(one)).map(({ student }) => student))];
    const latest = new Map(read.filter(ofClass).map((one) => [one.student, one]));
    const owns = [...latest.values()].map(({ student, told }) => this.all?.find((one) => one.student === student && one.own.told === told)?.own
      ?? { group: told.length > 40 ? `${told.slice(0, 40)}…` : told, colour: "#a3a8ae" });
    const other = this.all ? [...latest.values()].filter(({ student, told }) => this.all.find((one) => one.student === student)?.own.told !== told) : [];
    const note = (words) => h("p", { class: "note" }, words);
    fill(this.entered, latest.size ? [h("p", {}, `${latest.size} of ${size} are in.`), histogram(this.#groups(owns), "what came in")] : null,
      latest.size && !this.all ? note("Not held against the code: rebuild all flasks first.") : null,
      other.length ? note(`Not what the code gives: student ${other.map(({ student }) => student).join(", ")}.`) : null,
      strangers.length ? note(`Not of this class of ${size}, and not counted: student ${strangers.join(", ")}.`) : null,
      unread.length ? note(`Not read (a line begins with the student's number): ${unread.join(" | ")}`) : null);
  }
}
