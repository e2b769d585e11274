// A headless browser with a page in it, without packages: the same for every browser of this machine.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as chromium from "./chromium.mjs";
import * as firefox from "./firefox.mjs";

/** Browsers by name, each with its program; none where it is not on this machine. */
export const BROWSERS = [chromium, firefox].map((kind) => ({
  ...kind, program: kind.PROGRAMS.find((program) => program && spawnSync(program, ["--version"]).status === 0),
}));

const soon = (wait) => new Promise((done) => setTimeout(done, wait));

/** What it promises, or a fault where that takes too long. */
const within = (seconds, promise, what) => {
  let timer;
  const late = new Promise((_, failed) => { timer = setTimeout(() => failed(new Error(`${what} took ${seconds} s`)), seconds * 1000); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** A page of this size; `evaluate` runs an expression in it, and waits for what it promises. */
export async function browser({ NAME, program, launch, drive }, url, width = 1280, height = 720) {
  const folder = mkdtempSync(join(tmpdir(), "classroom-"));
  const [profile, downloads] = ["profile", "downloads"].map((name) => join(folder, name));
  mkdirSync(downloads);
  const child = launch(program, { profile, downloads });
  const gone = new Promise((done) => child.once("exit", done));
  // Not every browser ends where nobody speaks to it any more.
  process.once("exit", () => child.kill("SIGKILL"));
  const end = async (quit) => {
    const patience = setTimeout(() => child.kill("SIGKILL"), 5000);
    quit?.().catch(() => {});
    await gone;
    clearTimeout(patience);
    // Its helpers may write for a moment longer.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  let driver;
  try {
    driver = await within(120, drive(child, { downloads }), `to start ${NAME}`);
    await driver.size(width, height);
    await driver.go(url);
  } catch (why) {
    child.kill("SIGKILL");
    await end();
    throw why;
  }
  const { evaluate, faults, go, press, size, quit } = driver;
  /** Waits until an expression is true. */
  const until = async (expression, seconds = 60) => {
    const last = Date.now() + seconds * 1000;
    for (;;) {
      if (await evaluate(`Boolean(${expression})`).catch(() => false)) return;
      if (Date.now() > last) throw new Error(`never true: ${expression}; faults: ${faults.join("; ")}`);
      await soon(50);
    }
  };
  /** Files that the page saved, once there are so many and all are whole: name and content. */
  const saved = async (many, seconds = 30) => {
    const last = Date.now() + seconds * 1000;
    for (;;) {
      const names = readdirSync(downloads);
      // What is still being saved may be renamed before it is read.
      if (names.length === many && !names.some((name) => /\.(crdownload|part|tmp)$/.test(name))) {
        const files = names.map((name) => [name, readFileSync(join(downloads, name))]);
        if (files.every(([, { length }]) => length)) return files;
      }
      if (Date.now() > last) throw new Error(`not saved: ${many} files, but ${names}`);
      await soon(50);
    }
  };
  const picture = async (path, whole = false) => writeFileSync(path, Buffer.from(await driver.picture(whole), "base64"));
  const print = async () => Buffer.from(await driver.print(), "base64");
  return { evaluate, until, go, size, press, saved, picture, print, faults, close: () => end(quit) };
}
