// The bench's controls as the text of a scenario file. Pure: no page, no engine.

/** What the controls are set to at first. */
export const USUAL = {
  line: "H3122", drug: "alectinib", schedule: "steps", goal: 1000, factor: 2, growth: 50, dose: 300,
  on: 21, off: 7, below: 50, from: 100, until: 114, drawn: [100, 100, 250, 250, 500, 500, 0, 0, 1000, 1000, 1000, 1000], every: 28,
  partner: "", partnerDose: 1, vessel: "T75", cells: 1e6, stock: "clone", after: 365, flasks: 50, seed: 2026,
};

/** Schedules by name, in words. */
export const SCHEDULES = [
  ["steps", "steps up as cells adapt"], ["constant", "one dose throughout"], ["pulse", "days on, days off"],
  ["holiday", "steps, then a holiday"], ["adaptive", "adaptive: off when few cells are left"], ["drawn", "drawn by hand"],
];

/** A dose in nM with its unit. */
export const dose = (nanomolar) => (nanomolar >= 1000 ? `"${Number((nanomolar / 1000).toPrecision(3))} uM"`
  : `"${Number(nanomolar.toPrecision(3))} nM"`);

const text = (words) => JSON.stringify(words);
const course = (drug, lines) => ["[[course]]", `drug = ${text(drug)}`, ...lines, ""];

const steps = ({ goal, factor, growth }) => [
  'start = "IC20"', `factor = ${factor}`, `goal = ${dose(goal)}`,
  `step_when = { growth = "${growth}% of parental", held_for = "1 passage" }`,
  'on_crash = "rescue"', 'give_up_after = "120 d"',
];

/** Doses of equal length, one course for each stretch of a dose above 0. */
function drawn({ drug, drawn, every }) {
  const stretches = [];
  drawn.forEach((level, i) => {
    const last = stretches.at(-1);
    if (last && last.level === level) last.until = (i + 1) * every;
    else stretches.push({ level, from: i * every, until: (i + 1) * every });
  });
  return stretches.filter(({ level }) => level > 0).flatMap(({ level, from, until }) => course(drug, [
    `dose = ${dose(level)}`, ...(from > 0 ? [`from = "${from} d"`] : []), `until = "${until} d"`,
  ]));
}

const COURSES = {
  steps: (set) => course(set.drug, steps(set)),
  // As a ladder of one step, so that what counts as resistant is the same as with steps.
  constant: (set) => course(set.drug, [`doses = [${dose(set.dose)}]`, 'on_crash = "hold"', `give_up_after = "${set.after} d"`]),
  pulse: (set) => course(set.drug, [`dose = ${dose(set.dose)}`, `pulse = { on = "${set.on} d", off = "${set.off} d" }`]),
  holiday: (set) => course(set.drug, [...steps(set), `holidays = [{ from = "${set.from} d", until = "${set.until} d" }]`]),
  adaptive: (set) => course(set.drug, [`dose = ${dose(set.dose)}`,
    `adaptive = { off_below = "${set.below}%", on_above = "100%" }`]),
  drawn,
};

/** Days between two places of a holiday's sliders, and the first of each. */
const WEEK = 7;

/** A holiday ends at the latest with the experiment and begins a week before it ends; `moved` is what stays where it was set. */
export function keepHoliday(set, moved) {
  if (moved === "from") set.until = Math.max(set.until, set.from + WEEK);
  if (moved === "until") set.from = Math.min(set.from, set.until - WEEK);
  set.until = Math.min(set.until, WEEK * Math.floor(set.after / WEEK));
  set.from = Math.min(set.from, set.until - WEEK);
}

/** What counts as resistant under a schedule: growth at the last dose, or where doses come and go a flask that outgrew its start. */
const byGrowth = ({ schedule }) => ["steps", "holiday", "constant"].includes(schedule);
export const rule = (set) => (byGrowth(set) ? "Resistant: grows at the last dose half as fast as its parents do without drug."
  : "Resistant: has more cells than when the drug came, whatever grows. Steps and one dose ask for growth at the last dose instead.");

/** The whole file. */
export function scenario(set) {
  const partner = set.partner ? course(set.partner, [`dose = ${dose(set.partnerDose)}`]) : [];
  const stock = set.stock === "old" ? ['stock = "old"', 'passaged = "300 d"'] : ['stock = "clone"'];
  const lines = [
    "schema = 1", `name = ${text(`${set.line} under ${set.drug}`)}`, `replicates = ${set.flasks}`, `seed = ${set.seed}`, "",
    "[line]", `id = ${text(set.line)}`, ...stock, "",
    "[flask]", `vessel = ${text(set.vessel)}`, `seed_cells = ${set.cells}`, "",
    ...COURSES[set.schedule](set), ...partner,
    ...(byGrowth(set) ? ["[resistance]", 'growth = "50% of parental"', ""] : []),
    "[stop]", `after = "${set.after} d"`, ...(set.schedule === "drawn" ? ["at_resistance = false"] : []), "",
  ];
  return lines.join("\n");
}

/** Whether a scenario stands on the knowledge base, and so on overlays: a plain one and a lock file do not. */
export const stands = (text) => !/^\s*(\[+\s*(plain|locked)\s*[.\]]|(plain|locked)\s*[.=])/m.test(text);

/** A scenario that names these overlays as well, behind those that it names itself; paths are known by their last part. */
export function naming(file, overlays) {
  const head = file.slice(0, file.search(/^\s*\[/m) + 1 || undefined);
  const list = /^overlays\s*=\s*\[([^\]]*)\]/m.exec(head);
  const named = list ? [...list[1].matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single) : [];
  const more = overlays.filter((name) => !named.some((path) => path.split("/").at(-1) === name));
  if (!more.length) return file;
  const line = `overlays = [${[...named, ...more].map((name) => text(name)).join(", ")}]`;
  if (list) return file.replace(list[0], () => line);
  return file.replace(/^schema\s*=.*$/m, (schema) => `${schema}\n${line}`);
}

/** Whether a dropped file is a scenario; otherwise it is an overlay on the knowledge base, whose tables a scenario has not. */
export const isScenario = (file) => {
  const own = /^\s*(\[\s*(line|plain)\s*[.\]]|\[\[\s*plain\.|(line|plain)\s*[.=])/m;
  const beside = /^\s*\[\[?\s*(flask|course|stop|routes|patients)\s*[.\]]/m;
  return own.test(file) || beside.test(file) || !/^\s*\[/m.test(file);
};
