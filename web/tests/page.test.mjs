// The page in headless Chromium: it opens from the disk, runs, hears its sliders, saves, takes files.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import test, { after, before } from "node:test";
import { browser, found } from "./browser.mjs";
import { read } from "./engine.mjs";

const page = process.env.CLASSROOM;
const skip = !page ? "CLASSROOM names no page" : !found() && "there is no Chromium here";

test("the page is smaller than 3 MB", { skip: !page && skip }, () => {
  assert.ok(statSync(page).size < 3_000_000, String(statSync(page).size));
});

test("in Chromium", { skip }, async (t) => {
  let b;
  before(async () => { b = await browser(`file://${page}`); });
  after(async () => { await b.close(); });
  const done = "classroom.bench.finished === classroom.bench.run && classroom.bench.run";

  await t.test("the bench runs from the disk", async () => {
    await b.until(done);
    const flasks = await b.evaluate("document.querySelectorAll('.flasks button').length");
    assert.equal(flasks, 50);
    assert.match(await b.evaluate("document.querySelector('.profile h3').textContent"), /^Resistant flasks: \d+ of 50$/);
    assert.match(await b.evaluate("document.querySelector('.muller .figure').getAttribute('aria-label')"), /^Muller plot of flask 0: /);
  });

  await t.test("a slider runs other flasks, and the file says so", async () => {
    const runs = await b.evaluate("classroom.bench.run");
    await b.evaluate(`{ const s = document.getElementById("set-flasks"); s.value = 12; s.dispatchEvent(new Event("input")); }`);
    await b.until(`classroom.bench.run > ${runs} && ${done}`);
    assert.equal(await b.evaluate("document.querySelectorAll('.flasks button').length"), 12);
    assert.match(await b.evaluate("document.getElementById('scenario-text').value"), /^replicates = 12$/m);
  });

  await t.test("every schedule is a scenario that runs", async () => {
    for (const schedule of ["constant", "pulse", "holiday", "adaptive", "drawn", "steps"]) {
      const runs = await b.evaluate("classroom.bench.run");
      await b.evaluate(`{ const s = document.getElementById("set-schedule"); s.value = "${schedule}"; s.dispatchEvent(new Event("change")); }`);
      await b.until(`classroom.bench.run > ${runs} && (${done} || !document.getElementById("told").hidden)`);
      assert.equal(await b.evaluate("document.getElementById('told').textContent"), "", schedule);
    }
  });

  await t.test("a picture, a table and a scenario are saved", async () => {
    await b.evaluate(`globalThis.saved = []; HTMLAnchorElement.prototype.click = function () {
      if (!this.download) return;
      saved.push(fetch(this.href).then((r) => r.blob()).then(async (blob) => [this.download, blob.size, blob.type, (await blob.text()).slice(0, 60)]));
    };`);
    await b.evaluate("[...document.querySelectorAll('.exports button')].slice(0, 3).forEach((one) => one.click())");
    await b.until("saved.length === 3");
    const saved = await b.evaluate("Promise.all(saved)");
    const of = (ending) => saved.find(([name]) => name.endsWith(ending));
    assert.ok(of(".png")[1] > 10_000 && of(".png")[2] === "image/png");
    assert.match(of(".csv")[3], /^replicate,outcome,/);
    assert.match(of(".toml")[3], /^schema = 1\n/);
  });

  await t.test("a dropped file is run, and a wrong one told in the command line's words", async () => {
    await b.evaluate(`classroom.taken("wrong.toml", ${JSON.stringify(read("scenarios/04_luria_delbrueck.toml").replace("founders = 1", "fonders = 1"))})`);
    assert.match(await b.evaluate("document.getElementById('told').textContent"), /^wrong\.toml:\d+: .*fonders/);
    assert.equal(await b.evaluate("document.querySelectorAll('.flasks button').length") > 0, true);
    await b.evaluate(`classroom.taken("ld.toml", ${JSON.stringify(read("scenarios/04_luria_delbrueck.toml").replace("replicates = 2000", "replicates = 40"))})`);
    await b.until(done);
    assert.equal(await b.evaluate("document.getElementById('told').textContent"), "");
    assert.match(await b.evaluate("document.querySelector('.muller').textContent"), /mutant/);
    await b.evaluate(`classroom.taken("kb.toml", "[[drug]]\\nid = 3")`);
    assert.match(await b.evaluate("document.getElementById('told').textContent"), /^kb\.toml:/);
  });

  await t.test("tabs work without a mouse, and everything has a name", async () => {
    await b.evaluate("document.getElementById('tab-bench').focus()");
    await b.press("ArrowRight");
    assert.equal(await b.evaluate("document.querySelector('[aria-selected=true]').id"), "tab-lessons");
    const nameless = await b.evaluate(`[...document.querySelectorAll("input,select,textarea,button")]
      .filter((one) => !(one.labels?.length || one.textContent.trim() || one.getAttribute("aria-label"))).map((one) => one.outerHTML)`);
    assert.deepEqual(nameless, []);
    assert.deepEqual(b.faults, []);
  });
});
