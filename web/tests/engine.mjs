// The page's engine without a page, for tests: the worker's own text, run here.
import { readFileSync } from "node:fs";
import vm from "node:vm";

export const ROOT = new URL("../..", import.meta.url).pathname;
const TARGET = process.env.CARGO_TARGET_DIR ?? `${ROOT}target`;
export const PROGRAM = process.env.ESCALADE ?? `${TARGET}/release/escalade`;
const MODULE = `${TARGET}/wasm32-unknown-unknown/release/escalade_web.wasm`;

export const read = (path) => readFileSync(`${ROOT}${path}`, "utf8");

/** An engine; `ask` gives the answer or throws its error, `heard` holds what it told of progress. */
export async function engine() {
  const heard = [];
  let answered;
  const self = { postMessage: (message) => (message.progress ? heard.push(message.progress) : answered(message)) };
  vm.runInNewContext(read("web/page/worker.js"), { self, WebAssembly, TextEncoder, TextDecoder, Uint8Array, JSON, Error, String });
  const post = (data) => new Promise((done) => { answered = done; self.onmessage({ data }); });
  const module = new WebAssembly.Module(readFileSync(MODULE));
  await post({ module });
  const ask = async (question, part) => {
    const { answer, fault } = await post({ id: 1, question, part });
    if (fault ?? answer.error) throw new Error(fault ?? answer.error);
    return answer.ok;
  };
  return { ask, heard };
}
