// Flasks in several threads: one engine keeps the statistics of all, the others simulate for it. Which of them simulates a
// flask changes nothing of it, nor of the statistics, to which flasks are added in their order.
import { Dropped, Engine } from "./engine.js";

/** Engines at most: each keeps a knowledge base of its own. */
const MOST_ENGINES = 4;

export class Crew {
  constructor(lead) {
    this.lead = lead;
    this.opened = 0;
    const threads = Math.min(globalThis.navigator?.hardwareConcurrency || 1, MOST_ENGINES);
    this.helpers = Array.from({ length: threads - 1 }, () => ({ engine: new Engine(), turn: 0, ready: false }));
  }

  /** Opens a scenario; helpers join when they have opened it as well. */
  open(question) {
    this.opened += 1;
    for (const helper of this.helpers) {
      const turn = ++helper.turn;
      helper.ready = false;
      helper.engine.ask(question).then(() => { helper.ready = turn === helper.turn; }, () => {});
    }
    return this.lead.ask(question);
  }

  /** So many more flasks for every engine that is there, as far as there are: those that are new, and what all show. */
  async more(done, total, many) {
    const opened = this.opened;
    const ready = this.helpers.filter((helper) => helper.ready);
    const share = Math.min(many, Math.ceil((total - done) / (ready.length + 1)));
    const parts = ready.map(({ engine }, i) => [engine, done + (i + 1) * share, Math.min(done + (i + 2) * share, total)])
      .filter(([, from, to]) => from < to)
      .map(([engine, from, to]) => ({ from, to, simulated: engine.ask({ ask: "part", from, to }) }));
    // Where the lead is stopped nobody waits for them.
    for (const { simulated } of parts) simulated.catch(() => {});
    let answer = await this.lead.ask({ ask: "more", replicates: share, silent: parts.length > 0 });
    const fresh = [...answer.new];
    for (const [i, { from, to, simulated }] of parts.entries()) {
      const part = await simulated.catch(() => undefined);
      // Another scenario lies on the lead's desk by now, which has no use for these.
      if (opened !== this.opened) throw new Dropped();
      const silent = i + 1 < parts.length;
      // What a helper cannot do the lead does itself.
      answer = await (part ? this.lead.ask({ ask: "take", from, to, silent }, part)
        : this.lead.ask({ ask: "more", replicates: to - from, silent }));
      fresh.push(...answer.new);
    }
    return { ...answer, new: fresh };
  }

  restart() {
    this.lead.restart();
    for (const helper of this.helpers) {
      helper.turn += 1;
      helper.ready = false;
      helper.engine.restart();
    }
  }
}
