// Figures that are made of elements: the class's profile, a histogram.
import { h } from "./dom.js";

/** A share with its interval as a bar. */
function bar({ label, colour, count, n, share, low, high }) {
  const percent = (value) => `${(100 * value).toFixed(1)}%`;
  const name = `${label}: ${count} of ${n}`;
  return h("li", { class: "bar", "aria-label": `${name}, interval ${percent(low)} to ${percent(high)}` },
    h("span", { class: "name" }, label), h("span", { class: "count" }, `${count}/${n}`),
    h("span", { class: "track", "aria-hidden": "true" },
      h("span", { class: "share", style: `width:${percent(share)};background:${colour}` }),
      h("span", { class: "interval", style: `left:${percent(low)};width:${percent(high - low)}` })));
}

/** Who leads the resistant flasks: classes, then mechanisms. */
export function profile({ culture, resistant, classes, mechanisms }) {
  const list = (bars) => h("ul", { class: "bars" }, bars.map(bar));
  const leads = (bars) => bars.filter(({ count }) => count > 0);
  [classes, mechanisms] = [leads(classes), leads(mechanisms)];
  return h("div", {},
    h("h3", {}, `Resistant ${culture}s: ${resistant.count} of ${resistant.n}`),
    mechanisms.length ? [h("h4", {}, "By mechanism (most cells)"), list(mechanisms)] : null,
    classes.length ? [h("h4", {}, "By class"), list(classes)] : null,
    h("p", { class: "note" }, resistant.count ? "Lines: 95% intervals of chance alone."
      : `No ${culture} is resistant; what the others hold is in the answer in words.`));
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
