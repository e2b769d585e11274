// The engine, seen from the page: questions to the worker, one after the other.
import { byId } from "./dom.js";

/** What the engine refuses, in its words. */
export class Refused extends Error {}

/** An answer that nobody waits for any more. */
export class Dropped extends Error {}

/** How long a question should take, so that a slider is heard meanwhile: milliseconds. */
const PATIENCE = 150;

/** How many to ask for next, where so many took since `began`. */
export function paced(many, began) {
  const took = Math.max(performance.now() - began, 1);
  return Math.max(1, Math.min(1000, Math.round((many * PATIENCE) / took)));
}

/** Compiled once for all workers. */
let module;
const compiled = () => (module ??= compile());

async function compile() {
  const bytes = Uint8Array.from(atob(byId("engine").textContent.trim()), (c) => c.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
}

/** One worker with an engine in it. */
export class Engine {
  #worker;
  #waiting = new Map();
  #next = 1;
  /** Rises with every start: what was on an engine's desk is gone then. */
  starts = 0;

  async #start() {
    const source = new Blob([byId("worker").textContent], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(source));
    const module = await compiled();
    await new Promise((ready, failed) => {
      worker.onmessage = ({ data }) => (data.ready ? ready() : failed(new Error(data.fault)));
      worker.postMessage({ module });
    });
    worker.onmessage = ({ data }) => this.#heard(data);
    return worker;
  }

  #heard({ id, progress, answer, fault }) {
    if (progress) {
      this.onprogress?.(progress);
      return;
    }
    const { done, failed } = this.#waiting.get(id) ?? {};
    this.#waiting.delete(id);
    if (fault) {
      this.restart();
      failed?.(new Error(`The engine stopped: ${fault}. This is a fault of the program; please report it.`));
    } else if (answer.error) failed?.(new Refused(answer.error));
    else done?.(answer.ok);
  }

  /** Asks, with simulated flasks where they belong to the question; the promise fails with [`Refused`] in the engine's words. */
  async ask(question, part) {
    this.#worker ??= this.#start();
    const starting = this.#worker;
    const worker = await starting;
    if (starting !== this.#worker) throw new Dropped();
    const id = this.#next++;
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done, failed });
      worker.postMessage({ id, question, part });
    });
  }

  /** Ends whatever is under way; the next question starts anew. */
  restart() {
    this.starts += 1;
    this.#worker?.then((worker) => worker.terminate());
    this.#worker = undefined;
    for (const { failed } of this.#waiting.values()) failed(new Dropped());
    this.#waiting.clear();
  }
}
