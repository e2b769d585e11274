// The bench's controls as a scenario file.
import assert from "node:assert/strict";
import test from "node:test";
import { USUAL, isScenario, keepHoliday, naming, scenario, stands } from "../page/scenario.js";
import { read } from "./engine.mjs";

test("overlays are named where scenario files name them, each once", () => {
  const own = scenario(USUAL);
  assert.equal(naming(own, []), own);
  assert.match(naming(own, ["a.toml", "b.toml"]), /^schema = 1\noverlays = \["a\.toml", "b\.toml"\]\nname = /);
  const recipe = read("scenarios/25_own_compound.toml");
  assert.equal(naming(recipe, ["trk_in_10.toml"]), recipe, "named by its path already");
  const more = naming(recipe, ["trk_in_10.toml", "own.toml"]);
  assert.match(more, /^overlays = \["overlays\/trk_in_10\.toml", "own\.toml"\]$/m);
  assert.equal(more.match(/^overlays/gm).length, 1);
});

test("plain scenarios stand on no overlay", () => {
  assert.equal(stands(scenario(USUAL)), true);
  assert.equal(stands(read("scenarios/04_luria_delbrueck.toml")), false);
  assert.equal(isScenario(read("scenarios/04_luria_delbrueck.toml")), true);
});

test("a holiday begins before it ends, and ends with the experiment", () => {
  for (const [moved, wanted] of [["from", { from: 350 }], ["until", { until: 14 }], ["after", { after: 30 }], [undefined, { after: 100 }]]) {
    const set = { ...USUAL, ...wanted };
    keepHoliday(set, moved);
    assert.ok(set.from >= 7 && set.from < set.until && set.until <= set.after, JSON.stringify([set.from, set.until, set.after]));
  }
  const set = { ...USUAL, from: 200 };
  keepHoliday(set, "from");
  assert.deepEqual([set.from, set.until], [200, 207], "what was moved stays");
});
