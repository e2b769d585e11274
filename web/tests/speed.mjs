// How much the page's engine costs beside the program's, in processor time within one run of this test.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { PROGRAM, ROOT, engine, read } from "./engine.mjs";

const RECIPE = "scenarios/01_alk_alectinib_escalation.toml";
const [FEW, MANY] = [50, 200];

/** Processor seconds of the program for so many flasks, with its files. */
function program(flasks) {
  const folder = mkdtempSync(join(tmpdir(), "classroom-"));
  const words = [PROGRAM, "run", ROOT + RECIPE, "--replicates", flasks, "--worlds", "0", "--threads", "1", "--quiet", "--out", join(folder, "run")];
  const ran = spawnSync("bash", ["-c", 'TIMEFORMAT=%U; time "$@" > "$0"', join(folder, "out"), ...words.map(String)], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  assert.equal(ran.status, 0, ran.stderr);
  return Number(ran.stderr.trim().split("\n").at(-1));
}

test("flasks cost at most three times as much as in the program", async () => {
  const { ask } = await engine();
  await ask({ ask: "open", file: "01.toml", text: read(RECIPE), replicates: FEW + MANY });
  await ask({ ask: "more", replicates: FEW });
  const before = process.cpuUsage();
  await ask({ ask: "more", replicates: MANY });
  const { user, system } = process.cpuUsage(before);
  const ours = (user + system) / 1e6 / MANY;
  const theirs = (program(FEW + MANY) - program(FEW)) / MANY;
  const ratio = ours / theirs;
  console.log(`a flask: ${(1000 * ours).toFixed(1)} ms here, ${(1000 * theirs).toFixed(1)} ms in the program, ratio ${ratio.toFixed(2)}`);
  assert.ok(ratio < 3, String(ratio));
});
