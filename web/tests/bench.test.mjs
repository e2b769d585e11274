// The bench and the class in every browser of this machine: what is not known, own overlays, limits, phones, hidden packs.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { BROWSERS, browser } from "./browser.mjs";
import { PROGRAM, read } from "./engine.mjs";
import { DONE, PAGE, PAGELESS, TOLD, drop, pages, press, rerun, set } from "./steps.mjs";

const PROGRAMLESS = !spawnSync(PROGRAM).pid && "there is no program here";

/** A folder for the time of `act`. */
async function within(act) {
  const folder = mkdtempSync(join(tmpdir(), "classroom-"));
  try {
    await act((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bands(t, b) {
  const shown = "document.querySelectorAll('.profile .bars .unknown').length";
  await t.test("what is not known is off at first, and on at a box", async () => {
    await rerun(b, () => set(b, "set-flasks", 8));
    assert.deepEqual(await b.evaluate(`[document.getElementById("show-unknown").checked, ${shown}]`), [false, 0]);
    await b.evaluate("document.getElementById('show-unknown').click()");
    await b.until("/of 100 worlds/.test(document.querySelector('.status').textContent)");
    await b.until(`${shown} > 1`);
    assert.match(await b.evaluate("document.querySelector('.status').textContent"), /^100 worlds done/);
    assert.match(await b.evaluate("document.querySelector('.legend').textContent"), /line: chance alone.*band: 90% over worlds/);
    const [line, band] = await b.evaluate(`[".interval", ".unknown"].map((part) => document.querySelector(".profile .bars " + part).getBoundingClientRect().height)`);
    assert.ok(band > 3 * line, `a band of ${band} pixels, a line of ${line}`);
    assert.match(await b.evaluate("document.querySelector('.profile .bar').getAttribute('aria-label')"), /becomes resistant.*by chance.*with what is not known/);
  });
  await t.test("bands are of the scenario that is shown, can be stopped and switched off", async () => {
    const drawn = "[...document.querySelectorAll('.profile .bars .unknown')].map((one) => one.style.cssText).join()";
    const before = await b.evaluate(drawn);
    await rerun(b, () => set(b, "set-after", 60));
    await b.until(`${shown} > 0`);
    assert.notEqual(await b.evaluate(drawn), before);
    await b.evaluate("document.getElementById('show-unknown').click()");
    assert.equal(await b.evaluate(shown), 0);
    await b.evaluate("document.getElementById('show-unknown').click()");
    await b.until("/[1-9] of 100 worlds/.test(document.querySelector('.status').textContent)");
    await press(b, ".run", "Stop");
    assert.deepEqual(await b.evaluate(`[document.getElementById("show-unknown").checked, ${shown}]`), [false, 0]);
    assert.match(await b.evaluate("document.querySelector('.status').textContent"), /^stopped at \d+ of 100 worlds/);
    await rerun(b, () => set(b, "set-after", 365));
    assert.equal(await b.evaluate(TOLD), "");
  });
}

async function threads(t, b) {
  await t.test("a slider that moves in the midst of a run leaves no flask of what was before", async () => {
    await b.evaluate(`(async () => {
      const slider = document.getElementById("set-goal");
      for (let i = 0; i < 12; i += 1) {
        slider.value = 2.5 + i / 20;
        slider.dispatchEvent(new Event("input"));
        await new Promise((done) => setTimeout(done, 70 + 23 * i));
      }
    })()`);
    // A second move between the first one's opening and its flasks.
    for (let wait = 60; wait < 150; wait += 10) {
      await rerun(b, () => b.evaluate(`(async () => {
        const slider = document.getElementById("set-goal");
        for (const place of [2.6, 3]) {
          slider.value = place;
          slider.dispatchEvent(new Event("input"));
          await new Promise((done) => setTimeout(done, ${wait}));
        }
      })()`));
      assert.equal(await b.evaluate(TOLD), "", `${wait} ms`);
    }
    await rerun(b, () => set(b, "set-flasks", 24));
    assert.equal(await b.evaluate(TOLD), "");
    const shown = await b.evaluate("[...document.querySelectorAll('.flasks button')].map((one) => one.title)");
    const alone = await b.evaluate(`(async () => {
      await classroom.engine.ask({ ask: "open", file: "s.toml", text: classroom.bench.whole, overlays: [] });
      return (await classroom.engine.ask({ ask: "more", replicates: 24 })).new.map(({ told }) => told);
    })()`);
    assert.deepEqual(shown, alone);
    await rerun(b, () => set(b, "set-flasks", 8));
  });
}

async function controls(t, b) {
  await t.test("partners without a known effect on the line are marked", async () => {
    // Nobody's hand is struck from a slider when they are.
    await rerun(b, () => b.evaluate("void classroom.bench.show()"));
    await b.evaluate("globalThis.held = document.getElementById('set-after')");
    const marked = "[...document.getElementById('set-partner').options].filter((one) => /no known effect on this line/.test(one.textContent)).map((one) => one.value)";
    await b.until(`${marked}.length`);
    const idle = await b.evaluate(marked);
    assert.ok(idle.length > 0 && !idle.includes("trametinib") && !idle.includes(""), idle.join());
    assert.equal(await b.evaluate("globalThis.held.isConnected"), true);
    // What is marked is what the engine refuses.
    const refused = await b.evaluate(`classroom.engine.ask({ ask: "open", file: "s.toml", text: classroom.bench.whole + '[[course]]\\ndrug = "${idle[0]}"\\ndose = "1 uM"\\n' }).then(() => "", ({ message }) => message)`);
    assert.match(refused, /does nothing known to/);
  });
  await t.test("no more cells are seeded than the flask takes, and a holiday lies within the experiment", async () => {
    await rerun(b, () => set(b, "set-vessel", "96-well"));
    const [most, cells] = await b.evaluate("[10 ** Number(document.getElementById('set-cells').max), classroom.bench.set.cells]");
    const { cells: limit } = await b.evaluate("classroom.bench.limits.get('H3122 96-well')");
    assert.ok(most < limit && cells < limit && most > limit / 2, `${most} of ${limit}`);
    assert.equal(await b.evaluate(TOLD), "");
    await rerun(b, () => set(b, "set-vessel", "T75"));
    await rerun(b, () => set(b, "set-schedule", "holiday"));
    await rerun(b, () => set(b, "set-after", 60));
    await rerun(b, () => set(b, "set-from", 350));
    const { from, until, after } = await b.evaluate("classroom.bench.set");
    assert.ok(from < until && until <= after, `${from}, ${until}, ${after}`);
    assert.equal(await b.evaluate("Number(document.getElementById('set-until').value)"), until);
    await rerun(b, () => set(b, "set-after", 365));
    await rerun(b, () => set(b, "set-schedule", "drawn"));
    const drugs = await b.evaluate("document.querySelector('.muller .broad svg').textContent.match(/Alectinib/gi).length");
    assert.equal(drugs, 1, "one drug, one line of doses");
    await rerun(b, () => set(b, "set-schedule", "steps"));
  });
}

async function overlays(t, b) {
  await t.test("an overlay in use is named, on the page and in what is saved; the command line gives the same flasks", { skip: PROGRAMLESS }, () => within(async (path) => {
    const overlay = read("scenarios/overlays/trk_in_10.toml");
    await drop(b, "own.toml", overlay);
    await b.until("document.querySelector('.used b')?.textContent === 'own.toml'");
    assert.match(await b.evaluate("document.querySelector('.used').textContent"), /must lie beside the scenario/);
    await rerun(b, () => set(b, "set-line", "KM12"));
    await rerun(b, () => set(b, "set-drug", "trk-in-10"));
    await rerun(b, () => set(b, "set-flasks", 4));
    const text = await b.evaluate("document.getElementById('scenario-text').value");
    assert.match(text, /^overlays = \["own\.toml"\]$/m);
    const files = await b.evaluate("classroom.engine.ask({ ask: 'files', worlds: 0 }).then(({ files }) => files['replicates.csv'])");
    writeFileSync(path("scenario.toml"), text);
    writeFileSync(path("own.toml"), overlay);
    const ran = spawnSync(PROGRAM, ["run", path("scenario.toml"), "--worlds", "0", "--quiet", "--out", path("run")], { encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(readFileSync(path("run/replicates.csv"), "utf8"), files);
    await b.evaluate("document.querySelector('.used button').click()");
    await b.until("!document.querySelector('.used b')");
    await rerun(b, () => set(b, "set-line", "H3122"));
    assert.doesNotMatch(await b.evaluate("document.getElementById('scenario-text').value"), /overlays/);
  }));
  await t.test("what a page cannot run is told", async () => {
    for (const [recipe, why] of [["13_trk_larotrectinib_trametinib_matrix", /\[\[sweep\]\].*\n.*escalade sweep/], ["29_plan_on_target", /\[plan\].*\n.*escalade plan/],
      ["25_own_compound", /trk_in_10\.toml.*no such file is on the page/]]) {
      await drop(b, "dropped.toml", read(`scenarios/${recipe}.toml`));
      await b.until(`${why}.test(${TOLD})`);
      assert.equal(await b.evaluate("document.querySelectorAll('.flasks button, .muller svg').length"), 0, recipe);
    }
    await b.evaluate("void classroom.bench.show()");
    await b.until(`!${TOLD} && ${DONE}`);
  });
}

async function classes(t, b) {
  await t.test("the roster is of the code and experiment that are set, and of no other students", async () => {
    await b.evaluate("document.getElementById('tab-class').click()");
    const told = "document.querySelector('#class-pasted + div').textContent";
    const rebuilt = async () => {
      await press(b, "#class", "Rebuild all flasks");
      await b.until("classroom.room.all?.length === 5");
    };
    for (const [id, value] of [["class-code", "2222-2222"], ["class-experiment", "before/0"], ["class-students", 5]]) await set(b, id, value);
    await rebuilt();
    await set(b, "class-pasted", await b.evaluate("classroom.room.all.map(({ student, own }) => `${student}: ${own.told}`).join('\\n') + '\\n6: it grew\\n999: it grew'"));
    assert.match(await b.evaluate(told), /5 of 5 are in.*Not of this class of 5, and not counted: student 6, 999/);
    for (const [id, value] of [["class-experiment", "ladder/0"], ["class-code", "K7QM-2F9C"], ["class-students", 4]]) {
      await set(b, id, value);
      assert.equal(await b.evaluate("classroom.room.all === undefined && !document.querySelector('#class table')"), true, id);
      assert.match(await b.evaluate(told), /Not held against the code/);
      await set(b, "class-students", 5);
      await rebuilt();
    }
  });
}

async function phone(t, b) {
  await t.test("a phone shows the Muller plot whole, with words of its own size", async () => {
    await b.evaluate("document.getElementById('tab-bench').click()");
    await b.size(390, 844, true);
    await b.until("document.documentElement.clientWidth <= 390");
    const [whole, seen, size] = await b.evaluate(`(() => {
      const holder = document.querySelector(".muller .figure");
      const heights = [...holder.querySelectorAll(".slim text")].map((one) => one.getBoundingClientRect().height);
      return [holder.scrollWidth, holder.clientWidth, Math.min(...heights)];
    })()`);
    assert.equal(whole, seen);
    assert.ok(size >= 9, `words of ${size} pixels`);
    await b.size(1280, 720);
  });
}

async function packs(t, b) {
  await t.test("a hidden pack is a page with a line for the name; read-outs stay folded on paper", { skip: PROGRAMLESS }, () => within(async (path) => {
    const text = read("web/lessons/hidden.toml").replace(/replicates = \d+/, "replicates = 8");
    writeFileSync(path("hidden.toml"), text);
    const run = (...words) => assert.equal(spawnSync(PROGRAM, [...words, "--quiet"], { encoding: "utf8" }).stderr, "");
    run("run", path("hidden.toml"), "--worlds", "0", "--out", path("run"));
    run("classroom", "--class", "2222-2222", "--students", "2", "--hidden", path("run"), "--out", path("pack"));
    await b.go(`file://${path("pack/culture-1.html")}`);
    await b.until("document.readyState === 'complete' && document.querySelector('.who .name')");
    assert.equal(pages(await b.print()), 1);
    assert.ok(await b.evaluate("document.querySelectorAll('details .takes').length") > 4);
    await b.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    assert.ok(pages(await b.print()) > 1, "what was opened is printed");
  }));
}

async function apart(t, b) {
  await t.test("an engine of another knowledge base is refused in words", () => within(async (path) => {
    const own = readFileSync(PAGE, "utf8");
    const knowledge = /"knowledge":"([0-9a-f]{64})"/.exec(own)[1];
    writeFileSync(path("other.html"), own.replace(knowledge, "0".repeat(64)));
    await b.go(`file://${path("other.html")}`);
    await b.until(TOLD);
    assert.match(await b.evaluate(TOLD), /of other knowledge bases \(000000000000 and [0-9a-f]{12}\): make the page anew/);
    assert.equal(await b.evaluate("document.getElementById('main').inert"), true);
  }));
}

const walk = (kind) => async (t) => {
  const b = await browser(kind, `file://${PAGE}`);
  t.after(() => b.close());
  await b.until(DONE);
  for (const step of [bands, threads, controls, overlays, classes, phone]) await step(t, b);
  assert.deepEqual(b.faults, []);
  for (const step of [packs, apart]) await step(t, b);
};

for (const kind of BROWSERS) {
  test(`in ${kind.NAME}`, { skip: PAGELESS || (!kind.program && `there is no ${kind.NAME} here`) }, walk(kind));
}
