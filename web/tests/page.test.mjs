// The page in every browser of this machine: it opens from the disk, runs, hears its sliders, saves, takes files, prints.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { BROWSERS, browser } from "./browser.mjs";
import { PROGRAM, read } from "./engine.mjs";
import { DONE, PAGE as page, PAGELESS as pageless, TOLD, drop as dropped, pages, press as pressed, set as setting } from "./steps.mjs";

test("the page is smaller than 3 MB", { skip: pageless }, () => {
  assert.ok(statSync(page).size < 3_000_000, String(statSync(page).size));
});

const walk = (kind) => async (t) => {
  const b = await browser(kind, `file://${page}`);
  t.after(() => b.close());
  const done = DONE;
  const [drop, press, set] = [dropped, pressed, setting].map((act) => (...more) => act(b, ...more));

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

  await t.test("a long run can be stopped, and its flasks can still be seen", async () => {
    const text = read("scenarios/01_alk_alectinib_escalation.toml").replace("replicates = 200", "replicates = 3000");
    await b.evaluate(`void classroom.taken("long.toml", ${JSON.stringify(text)})`);
    await b.until("document.querySelectorAll('.flasks button').length > 3");
    await b.evaluate("[...document.querySelectorAll('.run button')].find((one) => one.textContent === 'Stop').click()");
    await b.until("document.querySelector('.run button').hidden");
    await b.evaluate("document.querySelectorAll('.flasks button')[2].click()");
    await b.until("document.querySelector('.muller .figure')?.getAttribute('aria-label').startsWith('Muller plot of flask 2')");
    assert.equal(await b.evaluate("document.getElementById('told').hidden"), true);
    await b.evaluate("void classroom.bench.show()");
    await b.until(done);
  });

  await t.test("a picture, a table, a scenario and a report are saved", async () => {
    await b.evaluate("[...document.querySelectorAll('#bench .exports button')].forEach((one) => one.click())");
    const saved = new Map(await b.saved(4));
    assert.deepEqual([...saved.keys()].sort(), ["scenario.csv", "scenario.html", "scenario.png", "scenario.toml"]);
    const picture = saved.get("scenario.png");
    assert.equal(picture.toString("latin1", 1, 4), "PNG");
    assert.ok(picture.length > 10_000, "a picture of one colour is smaller");
    assert.match(saved.get("scenario.csv").toString(), /^replicate,outcome,/);
    assert.match(saved.get("scenario.toml").toString(), /^schema = 1\n/);
    assert.match(saved.get("scenario.html").toString(), /^<!DOCTYPE html>[^]*<\/html>\s*$/);
  });

  await t.test("a dropped file is run, and a wrong one told in the command line's words", async () => {
    const told = TOLD;
    // What was told before would be taken for what is told of the file.
    assert.equal(await b.evaluate(told), "");
    await drop("wrong.toml", read("scenarios/04_luria_delbrueck.toml").replace("founders = 1", "fonders = 1"));
    await b.until(told);
    assert.match(await b.evaluate(told), /^wrong\.toml:\d+: .*fonders/);
    // Nothing of what was run before stands beside it.
    assert.equal(await b.evaluate("document.querySelectorAll('.flasks button, .muller svg').length"), 0);
    await drop("ld.toml", read("scenarios/04_luria_delbrueck.toml").replace("replicates = 2000", "replicates = 12"));
    await b.until(`!${told} && ${done} && /mutant/.test(document.querySelector(".muller").textContent)`);
    await drop("kb.toml", "[[drug]]\nid = 3");
    await b.until(told);
    assert.match(await b.evaluate(told), /^kb\.toml:/);
  });

  await t.test("the code gives a student the flask that the teacher rebuilds", async () => {
    await b.evaluate("document.getElementById('tab-class').click()");
    await set("class-code", "K7QM-2F9");
    await press("#class", "Show my flask");
    await b.until("!document.getElementById('told').hidden");
    assert.match(await b.evaluate("document.getElementById('told').textContent"), /it has 7 of 8 symbols\n {2}allowed: eight digits/);
    await set("class-name", "Genetics, Monday");
    await press("#class", "Make the code");
    await b.until("document.getElementById('class-code').value.length === 9");
    await set("class-experiment", "before/0");
    await set("class-student", 3);
    await press("#class", "Show my flask");
    await b.until("document.querySelector('.own .answer')");
    const mine = await b.evaluate("document.querySelector('.own .answer').textContent");
    assert.match(mine, /^3: (resistant|died out|not resistant|given up)/);
    // By the keyboard, since browsers let a page copy only where a person asked for it; some not even then.
    const copy = "[...document.querySelectorAll('.own button')].at(-1)";
    await b.evaluate(`${copy}.focus()`);
    await b.press("Enter");
    await b.until(`/^(Copied|Marked)/.test(${copy}.textContent)`);
    await set("class-students", 6);
    await press("#class", "Rebuild all flasks");
    await b.until("classroom.room.all?.length === 6");
    const rows = await b.evaluate("classroom.room.all.map(({ student, own }) => `${student}: ${own.told}`)");
    assert.equal(rows[2], mine);
    assert.equal(new Set(rows).size > 2, true, "students have other flasks");
    await set("class-pasted", [mine, "5: it exploded", "no number"].join("\n"));
    const told = await b.evaluate("document.querySelector('#class-pasted + div').textContent");
    assert.match(told, /2 of 6 are in/);
    assert.match(told, /Not what the code gives: student 5\./);
    assert.match(told, /Not read.*no number/);
  });

  await t.test("a lesson goes from prediction to what was learned", async () => {
    await b.evaluate("document.getElementById('tab-lessons').click()");
    const lessons = await b.evaluate("classroom.contents.lessons.length");
    assert.ok(lessons >= 6, String(lessons));
    assert.match(await b.evaluate("document.querySelector('.lesson .note').textContent"), /student 3/);
    assert.equal(await b.evaluate("document.querySelector('.lesson button.first').disabled"), true, "predict first");
    await b.evaluate("document.querySelector('.lesson input[value=\"3\"]').click(); document.querySelector('.lesson button.first').click()");
    await b.until("document.querySelector('.lesson .read')");
    assert.equal(await b.evaluate("document.querySelector('.lesson td.key').hidden"), true);
    await b.evaluate("document.querySelector('.lesson .read button').click()");
    const keys = await b.evaluate("[...document.querySelectorAll('.lesson td.key')].map((one) => one.textContent)");
    assert.equal(keys.length, 7);
    assert.ok(keys.every((one) => /^[\d.]+/.test(one)), keys.join());
    assert.match(await b.evaluate("document.querySelector('.learned p').textContent"), /^Yes: /);
  });

  await t.test("a hidden flask: read-outs cost points, three answers bring the truth", async () => {
    await b.evaluate("[...document.querySelectorAll('.entry')].at(-1).click()");
    await b.until("document.querySelector('.points')");
    assert.match(await b.evaluate("document.querySelector('.points').textContent"), /^40 points/);
    await b.evaluate("document.querySelector('.lesson .exports button').click()");
    await b.until("document.querySelector('.readouts h2')");
    assert.match(await b.evaluate("document.querySelector('.points').textContent"), /^38 points .* spent: 100 EUR, 4 days/);
    for (const [answer, said] of [["bypss:MET", /bypss/], ["transformed", /Hint: /], ["transformed", /Hint: the cause/], ["transformed", /The cells \(/]]) {
      await b.evaluate(`{ document.getElementById("hidden-answer").value = "${answer}"; document.querySelector(".lesson form button").click(); }`);
      await b.until(`${said}.test(document.querySelector(".lesson pre.words").textContent + document.getElementById("told").textContent)`);
    }
    assert.equal(await b.evaluate("document.querySelector('.lesson form button').disabled"), true);
  });

  await t.test("tabs, sliders and lessons work without a mouse, and everything has a name", async () => {
    const focus = (what) => b.evaluate(`document.querySelector(${JSON.stringify(what)}).focus()`);
    await b.evaluate("document.getElementById('tab-bench').click(); void classroom.bench.show()");
    await b.until("document.getElementById('set-after')");
    await focus("#tab-bench");
    await b.press("ArrowRight");
    assert.equal(await b.evaluate("document.querySelector('[aria-selected=true]').id"), "tab-lessons");
    await b.press("ArrowLeft");
    await b.until(done);
    const [runs, days] = await b.evaluate("[classroom.bench.run, Number(document.getElementById('set-after').value)]");
    await focus("#set-after");
    await b.press("ArrowRight");
    assert.equal(await b.evaluate("Number(document.getElementById('set-after').value)"), days + 5);
    await b.until(`classroom.bench.run > ${runs} && ${done}`);
    await b.evaluate("document.getElementById('tab-lessons').click(); document.querySelector('.entry').click()");
    await focus(".lesson input[type=radio]");
    await b.press(" ");
    await b.press("Tab");
    assert.equal(await b.evaluate("document.activeElement.textContent"), "Run");
    await b.press("Enter");
    await b.until("document.querySelector('.lesson .read')");
    const nameless = await b.evaluate(`[...document.querySelectorAll("input,select,textarea,button")]
      .filter((one) => !(one.labels?.length || one.textContent.trim() || one.getAttribute("aria-label"))).map((one) => one.outerHTML)`);
    assert.deepEqual(nameless, []);
  });

  await t.test("nothing lies beside a phone's screen", async () => {
    await b.size(390, 844, true);
    for (const tab of ["bench", "lessons", "class", "about"]) {
      await b.evaluate(`document.getElementById("tab-${tab}").click()`);
      await b.until("document.documentElement.clientWidth <= 390");
      const [whole, seen] = await b.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
      assert.equal(whole, seen, tab);
    }
    assert.deepEqual(b.faults, []);
  });

  await t.test("worksheets of every lesson are two pages", { skip: !spawnSync(PROGRAM).pid && "there is no program here" }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "classroom-"));
    try {
      for (const lesson of ["chance", "before", "window", "ladder", "holiday", "pairs"]) {
        const out = join(folder, lesson);
        const ran = spawnSync(PROGRAM, ["classroom", "--class", "2222-2222", "--students", "1", "--lesson", lesson, "--quiet", "--out", out], { encoding: "utf8" });
        assert.equal(ran.status, 0, ran.stderr);
        await b.go(`file://${join(out, "worksheets.html")}`);
        await b.until("document.readyState === 'complete' && !globalThis.classroom");
        assert.equal(pages(await b.print()), 2, lesson);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
};

for (const kind of BROWSERS) {
  test(`in ${kind.NAME}`, { skip: pageless || (!kind.program && `there is no ${kind.NAME} here`) }, walk(kind));
}
