// Small help with elements.

/** An element with attributes and children; `on…` attributes are listeners. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Puts children in place of what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** A figure that the engine drew; where it drew a slim one as well, that is shown where there is little width, as on a phone. */
export function figure(svg, name, slim) {
  const holder = h("div", { class: "figure", role: "img", "aria-label": name, tabindex: "0" });
  holder.innerHTML = slim ? `<div class="broad">${svg}</div><div class="slim">${slim}</div>` : svg;
  return holder;
}

/** A message for everybody: what went wrong, in the words of the engine. */
export function complain(message) {
  const told = byId("told");
  told.hidden = !message;
  fill(told, message ? h("pre", {}, message) : null,
    message ? h("button", { onclick: () => complain("") }, "Close") : null);
}

/** A labelled control. */
export function field(label, control, note) {
  const id = control.id || `field-${label.toLowerCase().replace(/[^a-z]+/g, "-")}`;
  control.id = id;
  return h("div", { class: "field" }, h("label", { for: id }, label), control, note);
}

/** What can be chosen, as [value, words] pairs. */
export const offer = (select, pairs, value) => fill(select, pairs.map(([key, words]) => h("option", { value: key, selected: key === value }, words)));

/** A choice among [value, words] pairs. */
export const choice = (id, pairs, value, onchange) => offer(h("select", { id, onchange }), pairs, value);

/** A number as people read it. */
export const told = (value) => Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 6 });
