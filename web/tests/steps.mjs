// What several walks through the page do.
import { inflateSync } from "node:zlib";

/** The page that is walked through, and why not where there is none. */
export const PAGE = process.env.CLASSROOM;
export const PAGELESS = !PAGE && "CLASSROOM names no page";

/** True in the page once all flasks are done. */
export const DONE = "classroom.bench.finished === classroom.bench.run && classroom.bench.run";

/** What the page says in everybody's place. */
export const TOLD = "document.getElementById('told').textContent";

/** Drops a file on the page, as it hears of it: Firefox has no way to drag a file from the desktop by its protocol. */
export const drop = (b, name, text) => b.evaluate(`{
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([${JSON.stringify(text)}], "${name}"));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}`);

/** Sets a control as a person does. */
export const set = (b, id, value) => b.evaluate(`{
  const e = document.getElementById("${id}");
  e.value = ${JSON.stringify(value)};
  e.dispatchEvent(new Event("input"));
  e.dispatchEvent(new Event("change"));
}`);

/** Presses the button with these words. */
export const press = (b, within, words) => b.evaluate(`[...document.querySelectorAll("${within} button")].find((one) => one.textContent === "${words}").click()`);

/** Waits until what is changed is run to its end. */
export async function rerun(b, change) {
  const runs = await b.evaluate("classroom.bench.run");
  await change();
  await b.until(`classroom.bench.run > ${runs} && ${DONE}`);
}

/** Pages of a PDF; some browsers pack what tells of them. */
export function pages(pdf) {
  const plain = pdf.toString("latin1");
  const packed = [...plain.matchAll(/\/Type\s*\/ObjStm\b[^]*?stream\r?\n/g)]
    .map((one) => inflateSync(pdf.subarray(one.index + one[0].length)).toString("latin1"));
  return [plain, ...packed].join("").match(/\/Type\s*\/Page\b(?!s)/g)?.length;
}
