// The page's engine against the program: the same bytes, the same messages.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { PROGRAM, engine, read } from "./engine.mjs";

/** Every file below a folder but the log, by its path. */
function files(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((one) => {
    const path = below ? `${below}/${one.name}` : one.name;
    if (one.isDirectory()) return files(folder, path);
    return [[path, readFileSync(join(folder, path), "utf8")]];
  });
}

/** What only folders have. */
const KEPT_BY_FOLDERS = ["run.log", "manifest.sha256"];

for (const [recipe, flasks, worlds] of [
  ["01_alk_alectinib_escalation", 6, 2],
  ["19_trk_larotrectinib_trametinib", 4, 0],
  ["04_luria_delbrueck", 50, null],
]) {
  test(`${recipe}: the files of the page are those of the program`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "classroom-"));
    try {
      const file = `${recipe}.toml`;
      const { ask, heard } = await engine();
      const { text } = await ask({ ask: "open", file, text: read(`scenarios/${file}`), replicates: flasks, seed: 77 });
      writeFileSync(join(folder, file), text);
      const options = worlds === null ? [] : ["--worlds", String(worlds)];
      const out = join(folder, "run");
      const ran = spawnSync(PROGRAM, ["run", join(folder, file), "--quiet", "--out", out, ...options], { encoding: "utf8" });
      assert.equal(ran.status, 0, ran.stderr);
      const theirs = files(out).filter(([name]) => !KEPT_BY_FOLDERS.includes(name));
      const { files: ours, answer } = await ask({ ask: "files", worlds });
      assert.ok(theirs.length >= 7, String(theirs.length));
      assert.deepEqual(Object.keys(ours).sort(), theirs.map(([name]) => name).sort());
      for (const [name, content] of theirs) assert.equal(ours[name], content, name);
      assert.ok(ran.stdout.startsWith(answer.trimEnd()), "the answer in words");
      assert.deepEqual(heard.at(-1).done, heard.at(-1).total);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test("what is wrong is told in the program's words", async () => {
  const folder = mkdtempSync(join(tmpdir(), "classroom-"));
  try {
    const { ask } = await engine();
    const good = read("scenarios/01_alk_alectinib_escalation.toml");
    const broken = [
      good.replace('"H3122"', '"H3123"'), good.replace("seed_cells", "seed_cels"), good.replace('"1 uM"', '"1 uMM"'),
      good.slice(0, 400), "", "[[drug", read("scenarios/13_trk_larotrectinib_trametinib_matrix.toml"),
    ];
    for (const text of broken) {
      const file = join(folder, "wrong.toml");
      writeFileSync(file, text);
      const ran = spawnSync(PROGRAM, ["run", file, "--out", join(folder, "out")], { encoding: "utf8" });
      assert.equal(ran.status, 2, text.slice(-300));
      const told = await ask({ ask: "open", file, text }).then(() => "it was taken", ({ message }) => message);
      assert.equal(`error: ${told}\n`, ran.stderr);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a few flasks at a time are the same flasks", async () => {
  const { ask } = await engine();
  const file = "01_alk_alectinib_escalation.toml";
  const opened = await ask({ ask: "open", file, text: read(`scenarios/${file}`), replicates: 50 });
  assert.equal(opened.scenario.replicates, 50);
  const clock = performance.now();
  const { svg, told } = await ask({ ask: "flask", flask: 0 });
  const one = performance.now() - clock;
  const first = await ask({ ask: "more", replicates: 1 });
  assert.equal(first.new[0].told, told.told);
  assert.ok(svg.startsWith("<svg"));
  const began = performance.now();
  const rest = await ask({ ask: "more", replicates: 49 });
  const all = performance.now() - began;
  assert.deepEqual([rest.done, rest.total, rest.new.length], [50, 50, 49]);
  assert.equal(rest.shown.profile.resistant.n, 50);
  console.log(`one flask ${one.toFixed(0)} ms, 49 flasks ${all.toFixed(0)} ms`);
});

test("flasks of several engines are those of one", async () => {
  const engines = await Promise.all([engine(), engine(), engine()]);
  const file = "01_alk_alectinib_escalation.toml";
  const text = read(`scenarios/${file}`);
  for (const { ask } of engines) await ask({ ask: "open", file, text, replicates: 9 });
  const [one, lead, helper] = engines.map(({ ask }) => ask);
  const alone = await one({ ask: "more", replicates: 9 });
  const first = await lead({ ask: "more", replicates: 4, silent: true });
  assert.deepEqual(Object.keys(first).sort(), ["done", "new", "total"]);
  const part = await helper({ ask: "part", from: 4, to: 9 });
  const last = await lead({ ask: "take", from: 4, to: 9 }, part);
  assert.deepEqual({ ...last, new: [...first.new, ...last.new] }, alone);
  await assert.rejects(lead({ ask: "take", from: 4, to: 9 }, part), /not the next ones/);
});

test("bands are the outlook of a run, however few worlds are drawn at once", async () => {
  const { ask } = await engine();
  const file = "01_alk_alectinib_escalation.toml";
  await ask({ ask: "open", file, text: read(`scenarios/${file}`), replicates: 2 });
  const first = await ask({ ask: "worlds", worlds: 3, of: 10 });
  assert.deepEqual([first.done, first.total, first.shares], [3, 10, null]);
  const { shares } = await ask({ ask: "worlds", worlds: 100, of: 10 });
  const { files } = await ask({ ask: "files", worlds: 10 });
  const { worlds } = JSON.parse(files["summary.json"]).statistics;
  const numbers = ({ mean, low, high }) => [mean, low, high];
  assert.deepEqual(numbers(shares.resistant), numbers(worlds.resistant));
  assert.deepEqual(shares.classes.map(numbers), worlds.classes.map(({ share }) => numbers(share)));
  await ask({ ask: "open", file: "ld.toml", text: read("scenarios/04_luria_delbrueck.toml"), replicates: 2 });
  assert.equal(await ask({ ask: "worlds", worlds: 3, of: 10 }), null);
});

test("a class's key is what its students see", async () => {
  const folder = mkdtempSync(join(tmpdir(), "classroom-"));
  try {
    const { ask } = await engine();
    const { code } = await ask({ ask: "code", name: "Genetics, Monday" });
    const named = spawnSync(PROGRAM, ["classroom", "--code-for", "Genetics, Monday"], { encoding: "utf8" });
    assert.equal(named.stdout.trim(), code);
    const out = join(folder, "class");
    const ran = spawnSync(PROGRAM, ["classroom", "--class", code, "--students", "2", "--lesson", "pairs", "--quiet", "--out", out], { encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
    const key = readFileSync(join(out, "key.html"), "utf8");
    for (const student of [1, 2]) {
      const { seed } = await ask({ ask: "seed", code, student });
      const { reads } = await ask({ ask: "lesson", id: "pairs", seed });
      assert.ok(key.includes(String(seed)));
      for (const { value } of reads) assert.ok(key.includes(`<b>${value}</b>`), value);
    }
    for (const [wrong, why] of [["K7QM-2F9", /7 of 8 symbols/], ["K7QM-2O9H", /"O" is in no code/]]) {
      const refused = spawnSync(PROGRAM, ["classroom", "--class", wrong, "--out", out], { encoding: "utf8" });
      assert.equal(refused.status, 2);
      assert.match(refused.stderr, why);
      const told = await ask({ ask: "seed", code: wrong, student: 1 }).catch(({ message }) => message);
      assert.equal(`error: ${told}\n`, refused.stderr);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
