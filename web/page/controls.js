// The bench's controls: what can be set, and how.
import { choice, field, fill, h } from "./dom.js";
import { SCHEDULES, keepHoliday, rule } from "./scenario.js";
import { number } from "./figures.js";

const nanomolar = (value) => (value >= 1000 ? `${Number((value / 1000).toPrecision(2))} µM` : `${Number(value.toPrecision(2))} nM`);
const plain = (unit) => (value) => `${value.toLocaleString("en")}${unit}`;
const cells = (value) => value.toExponential(0).replace("e+", "e");

/** Sliders: label, least, most, step, words, and whether the scale is logarithmic. */
const SLIDERS = {
  goal: ["Goal dose", 10, 10_000, 0.02, nanomolar, true],
  factor: ["Step factor", 1.2, 4, 0.1, plain("-fold")],
  growth: ["Step up when growth is above", 10, 100, 5, plain("% of parental")],
  dose: ["Dose", 1, 10_000, 0.02, nanomolar, true],
  on: ["Days on drug", 1, 60, 1, plain(" d")],
  off: ["Days off drug", 1, 60, 1, plain(" d")],
  below: ["Leave the drug out below", 10, 90, 5, plain("% of the cells at the start")],
  from: ["Holiday begins", 7, 350, 7, plain(" d")],
  until: ["Holiday ends", 14, 360, 7, plain(" d")],
  partnerDose: ["Dose of the partner", 0.1, 10_000, 0.02, nanomolar, true],
  cells: ["Cells seeded", 1e3, 1e7, 0.05, cells, true],
  after: ["Experiment ends after", 30, 720, 5, plain(" d")],
  flasks: ["Flasks in the class", 1, 200, 1, plain("")],
};

const OF_SCHEDULE = {
  steps: ["goal", "factor", "growth"], constant: ["dose"], pulse: ["dose", "on", "off"],
  holiday: ["goal", "factor", "growth", "from", "until"], adaptive: ["dose", "below"], drawn: [],
};

const logarithm = [Math.log10, (place) => Number((10 ** place).toPrecision(2))];

/** A slider whose `refresh` shows what was set elsewhere; none goes above `limit`. */
function slider(set, key, changed, limit = Infinity) {
  const [label, least, most, step, words, log] = SLIDERS[key];
  const [to, back] = log ? logarithm : [Number, Number];
  let end = to(most);
  while (back(end) >= limit && end > to(least)) end -= step;
  set[key] = Math.min(set[key], back(end));
  const shown = h("output", {});
  const input = h("input", { type: "range", id: `set-${key}`, min: to(least), max: end, step, oninput: () => {
    set[key] = back(Number(input.value));
    changed(key);
    part.refresh();
  } });
  const part = field(label, input, shown);
  part.refresh = () => {
    if (Number(input.value) !== to(set[key])) input.value = to(set[key]);
    shown.textContent = words(set[key]);
    input.setAttribute("aria-valuetext", words(set[key]));
  };
  part.refresh();
  return part;
}

/** Doses by hand: a slider for each stretch of days; 0 is no drug. */
function drawing(set, changed) {
  const one = (level, i) => h("input", {
    type: "range", class: "upright", min: 0, max: 4, step: 0.1, value: level > 0 ? Math.log10(level) : 0,
    "aria-label": `Dose from day ${i * set.every}`, "aria-valuetext": level > 0 ? nanomolar(level) : "no drug",
    oninput: ({ target }) => {
      const place = Number(target.value);
      set.drawn[i] = place > 0 ? Number((10 ** place).toPrecision(2)) : 0;
      target.setAttribute("aria-valuetext", place > 0 ? nanomolar(set.drawn[i]) : "no drug");
      target.title = target.getAttribute("aria-valuetext");
      changed();
    },
  });
  return h("fieldset", { class: "drawing" }, h("legend", {}, `Dose by hand: each slider is ${set.every} days, from none to 10 µM`),
    h("div", {}, set.drawn.map(one)));
}

/** A record of the knowledge base in a sentence, its numbers behind it. */
function about(record) {
  if (!record) return null;
  return h("details", { class: "record" }, h("summary", {}, record.summary || record.name),
    h("ul", { class: "leans" }, record.numbers.map(number)));
}

/** How much the flask holds, in words; nothing where that is not known. */
const holds = ({ vessel }, limits) => (limits.cells ? h("p", { class: "note" },
  `A ${vessel} takes fewer than ${limits.cells.toLocaleString("en")} cells: with so many it is passaged.`) : null);

/** Drugs that may be given beside the first one; where it is known which ones act on the line, those that do nothing known to it say so and come last. */
export function partners(set, { lines, drugs }, acting) {
  const family = lines.find(({ id }) => id === set.line)?.family;
  const others = drugs.filter((one) => one.id !== set.drug && (!one.family || one.family === family));
  const acts = ({ id }) => !acting || acting.includes(id);
  const told = (one) => [one.id, `${one.name} (${one.class})${acts(one) ? "" : ": no known effect on this line"}`];
  return [["", "none"], ...[...others.filter(acts), ...others.filter((one) => !acts(one))].map(told)];
}

/** The user's own files that act on every scenario, each with a button that takes it off. */
export function inUse(list, names, off) {
  const button = (name) => h("button", { type: "button", "aria-label": `Take ${name} off the page`, onclick: () => off(name) }, "Take off");
  fill(list, names.map((name) => h("li", {}, "In use: ", h("b", {}, name), button(name))),
    names.length ? h("li", { class: "note" }, "A scenario that is saved here names it: on the command line it must lie beside the scenario.") : null);
}

/** All controls for these settings; `limits` are what the flask holds and which drugs act on the line, where that is known; `rebuild` is called where other controls appear, `changed` else. */
export function controls(set, catalogue, limits, rebuild, changed) {
  const { lines, drugs, vessels } = catalogue;
  const line = lines.find(({ id }) => id === set.line);
  const named = (all) => all.map(({ id, name, class: what }) => [id, what ? `${name} (${what})` : name]);
  const own = drugs.filter(({ family }) => family === line?.family);
  const pick = (key, pairs) => choice(`set-${key}`, pairs, set[key], ({ target }) => {
    set[key] = target.value;
    if (key === "line") set.drug = drugs.find(({ family }) => family === lines.find(({ id }) => id === set.line).family)?.id;
    rebuild();
  });
  const moved = (key) => {
    if (set.schedule === "holiday") keepHoliday(set, key);
    for (const one of all) one.refresh();
    changed();
  };
  const all = [];
  const sliders = (keys, limit) => {
    const made = keys.map((key) => slider(set, key, moved, limit));
    all.push(...made);
    return made;
  };
  if (set.schedule === "holiday") keepHoliday(set);
  const seed = h("input", {
    type: "number", id: "set-seed", min: 0, max: 4294967295, step: 1, value: set.seed,
    oninput: ({ target }) => { set.seed = Math.max(0, Math.trunc(Number(target.value) || 0)); changed(); },
  });
  return [
    h("fieldset", {}, h("legend", {}, "Cells"),
      field("Line", pick("line", named(lines))), about(line),
      field("Stock", pick("stock", [["clone", "fresh clone"], ["old", "old stock, passaged for 300 days"]])),
      field("Flask", pick("vessel", vessels.map((name) => [name, name]))), sliders(["cells"], limits.cells), holds(set, limits)),
    h("fieldset", {}, h("legend", {}, "Drug"),
      field("Drug", pick("drug", named(own))), about(drugs.find(({ id }) => id === set.drug)),
      field("Schedule", pick("schedule", SCHEDULES)), sliders(OF_SCHEDULE[set.schedule]),
      set.schedule === "drawn" ? drawing(set, changed) : null,
      set.schedule === "holiday" ? h("p", { class: "note" }, "The holiday ends with the experiment at the latest, and lasts a week at least.") : null,
      h("p", { class: "note" }, rule(set)),
      field("Partner", pick("partner", partners(set, catalogue, limits.acting))),
      set.partner ? sliders(["partnerDose"]) : null),
    h("fieldset", {}, h("legend", {}, "Class"), sliders(["flasks", "after"]),
      field("Seed", seed, h("button", {
        type: "button", onclick: () => { set.seed = (set.seed * 69069 + 1) % 4294967296; seed.value = set.seed; changed(); },
      }, "Other flasks"))),
  ];
}
