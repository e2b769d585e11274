// Files out of the page.
import { h } from "./dom.js";

/** Gives a file to the user. */
export function save(name, content, type = "text/plain") {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A figure of the engine as PNG, twice as fine as on the page, and in the page's font, for which its words have room. */
export async function png(drawn) {
  const copy = drawn.cloneNode(true);
  copy.setAttribute("font-family", getComputedStyle(drawn).fontFamily);
  const svg = copy.outerHTML;
  const box = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg);
  const [width, height] = box ? [Number(box[1]), Number(box[2])] : [720, 480];
  const scale = 1440 / width;
  const picture = new Image();
  const whole = svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole)}`;
  await picture.decode();
  const canvas = h("canvas", { width: 1440, height: Math.round(height * scale) });
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
