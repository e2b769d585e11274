// Figures that are made of elements: the class's profile, a histogram.
import { h } from "./dom.js";

const percent = (value) => `${(100 * value).toFixed(1)}%`;
const between = (low, high) => `left:${percent(low)};width:${percent(high - low)}`;

/** A share with its interval of chance as a bar; behind it, where `worlds` were drawn, what they leave open. */
function bar({ label, colour, count, n, share, low, high, worlds }) {
  const chance = n ? `, by chance ${percent(low)} to ${percent(high)}` : "";
  const unknown = worlds ? `, with what is not known ${percent(worlds.low)} to ${percent(worlds.high)}` : "";
  return h("li", { class: worlds ? "bar wide" : "bar", "aria-label": `${label}: ${count} of ${n}${chance}${unknown}` },
    h("span", { class: "name" }, label), h("span", { class: "count" }, `${count}/${n}`),
    h("span", { class: "track", "aria-hidden": "true" },
      worlds ? h("span", { class: "unknown", style: `${between(worlds.low, worlds.high)};--of:${colour}`,
        title: `nine of ten worlds: ${percent(worlds.low)} to ${percent(worlds.high)}` }) : null,
      n ? h("span", { class: "share", style: `width:${percent(share)};background:${colour}` }) : null,
      n ? h("span", { class: "interval", style: between(low, high) }) : null));
}

/** What leads in fewer worlds than this and in no flask is left out. */
const WORTH_SHOWING = 0.02;

/** Bars of what leads, with what worlds say of each, and of what leads in worlds alone. */
function rows(bars, worlds, absent) {
  const said = new Map((worlds ?? []).map((one) => [one.label, one]));
  const own = bars.map((one) => ({ ...one, worlds: said.get(one.label) }));
  const known = new Set(bars.map(({ label }) => label));
  const more = (worlds ?? []).filter(({ label }) => !known.has(label))
    .map((one) => ({ ...absent, label: one.label, colour: one.colour, worlds: one }));
  const shown = [...own, ...more].filter(({ count, worlds: at }) => count > 0 || at?.mean >= WORTH_SHOWING);
  return shown.length ? h("ul", { class: "bars" }, shown.map(bar)) : null;
}

/** What lines and bands mean. */
function legend(culture, worlds) {
  const line = h("li", {}, h("span", { class: "track", "aria-hidden": "true" }, h("span", { class: "interval", style: between(0, 1) })),
    "line: chance alone (95%)");
  const band = worlds && h("li", {}, h("span", { class: "track", "aria-hidden": "true" }, h("span", { class: "unknown", style: `${between(0, 1)};--of:#5c636e` })),
    `band: 90% over worlds. In each of ${worlds.counted} worlds every number that is not known is drawn anew, for ${worlds.flasks} ${culture}s.`);
  return h("ul", { class: "legend note" }, line, band);
}

/** Who leads the resistant flasks: mechanisms, then classes; `worlds` is what is not known, where it was drawn. */
export function profile({ culture, resistant, whether, absent, classes, mechanisms }, worlds) {
  const parts = [["By mechanism (most cells)", rows(mechanisms, worlds?.mechanisms, absent)], ["By class", rows(classes, worlds?.classes, absent)]];
  return h("div", {},
    h("h3", {}, `Resistant ${culture}s: ${resistant.count} of ${resistant.n}`),
    whether ? h("ul", { class: "bars" }, bar({ ...whether, worlds: worlds?.resistant })) : null,
    parts.map(([head, bars]) => bars && [h("h4", {}, head), bars]).flat(),
    resistant.count ? null : h("p", { class: "note" }, `No ${culture} is resistant; what the others hold is in the answer in words.`),
    whether || resistant.count ? legend(culture, worlds) : null,
    worlds?.refused ? h("p", { class: "note" }, `In ${worlds.refused} worlds the experiment cannot be carried out: ${worlds.why}`) : null);
}

/** How many students have what; `groups` are [name, colour, count]. */
export function histogram(groups, of) {
  const most = Math.max(1, ...groups.map(([, , count]) => count));
  return h("ul", { class: "bars", "aria-label": `Histogram of ${of}` }, groups.map(([name, colour, count]) =>
    h("li", { class: "bar", "aria-label": `${name}: ${count}` },
      h("span", { class: "name" }, name), h("span", { class: "count" }, String(count)),
      h("span", { class: "track", "aria-hidden": "true" },
        h("span", { class: "share", style: `width:${(100 * count) / most}%;background:${colour}` })))));
}

/** Values that a scenario leans on, each with its certainty; why and how far on hover and focus. */
export function leans(rows) {
  if (!rows.length) return h("p", { class: "note" }, "Nothing beyond the scenario.");
  return h("ul", { class: "leans" }, rows.map(number));
}

/** One number: what, value, how sure. */
export function number({ what, value, range, certainty, why }) {
  const more = `${certainty}; range ${range ?? "unknown"}. ${why}`;
  return h("li", { tabindex: "0", title: more, class: certainty.split(",")[0].replace(" ", "-") },
    h("span", {}, what), h("b", {}, value), h("em", {}, certainty), h("small", {}, more));
}
