// Several engines for one run, played by others.
import assert from "node:assert/strict";
import test from "node:test";
import { Crew } from "../page/crew.js";
import { Dropped } from "../page/engine.js";

/** An engine that notes what it is asked; `part` is what it simulates. */
function played(part) {
  const heard = [];
  const ask = async (question, bytes) => {
    heard.push(bytes ? { ...question, bytes } : question);
    if (question.ask === "part") return part();
    return { done: 0, total: 10, new: [question.ask] };
  };
  return { ask, heard };
}

function crewOf(part) {
  const [lead, helper] = [played(), played(part)];
  const crew = new Crew(lead);
  crew.helpers = [{ engine: helper, turn: 0, ready: true }];
  return { crew, lead, helper };
}

test("flasks are shared and counted in their order", async () => {
  const { crew, lead, helper } = crewOf(async () => "bytes");
  const { new: fresh } = await crew.more(2, 10, 3);
  assert.deepEqual(helper.heard, [{ ask: "part", from: 5, to: 8 }]);
  assert.deepEqual(lead.heard, [{ ask: "more", replicates: 3, silent: true }, { ask: "take", from: 5, to: 8, silent: false, bytes: "bytes" }]);
  assert.deepEqual(fresh, ["more", "take"]);
});

test("what a helper cannot do the lead does", async () => {
  const { crew, lead } = crewOf(async () => { throw new Error("the engine stopped"); });
  await crew.more(0, 10, 2);
  assert.deepEqual(lead.heard.map(({ ask, replicates }) => [ask, replicates]), [["more", 2], ["more", 2]]);
});

test("flasks of a scenario that is no longer open are dropped", async () => {
  let finish;
  const { crew, lead } = crewOf(() => new Promise((done) => { finish = done; }));
  const round = crew.more(0, 10, 1);
  await crew.open({ ask: "open" });
  finish("bytes");
  await assert.rejects(round, Dropped);
  assert.deepEqual(lead.heard.map(({ ask }) => ask), ["more", "open"]);
});
