// A headless Chromium on two pipes (Chrome DevTools Protocol), without packages.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAMES = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean);

/** The Chromium of this machine; none where there is none. */
export const found = () => NAMES.find((name) => spawnSync(name, ["--version"]).status === 0);

/** A page of this size; `evaluate` runs an expression in it, and waits for what it promises. */
export async function browser(url, { width = 1280, height = 720, phone = false } = {}) {
  const profile = mkdtempSync(join(tmpdir(), "classroom-"));
  const program = found();
  const child = spawn(program, ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
    `--user-data-dir=${profile}`, "--no-first-run"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const [, , , to, from] = child.stdio;
  const waiting = new Map();
  const faults = [];
  let rest = "";
  let next = 1;
  let session;
  from.setEncoding("utf8").on("data", (text) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop();
    for (const { id, result, error, method, params } of messages.map((one) => JSON.parse(one))) {
      if (method === "Runtime.exceptionThrown") faults.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      if (method === "Log.entryAdded" && params.entry.level === "error") faults.push(params.entry.text);
      const { done, failed } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error) failed?.(new Error(error.message));
      else done?.(result);
    }
  });
  const send = (method, params = {}) => new Promise((done, failed) => {
    const id = next++;
    waiting.set(id, { done, failed });
    to.write(`${JSON.stringify({ id, method, params, ...(session ? { sessionId: session } : {}) })}\0`);
  });
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  ({ sessionId: session } = await send("Target.attachToTarget", { targetId, flatten: true }));
  await send("Runtime.enable");
  await send("Log.enable");
  await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: phone });
  await send("Page.navigate", { url });
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  /** Waits until an expression is true. */
  const until = async (expression, seconds = 60) => {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      if (await evaluate(`Boolean(${expression})`).catch(() => false)) return;
      if (Date.now() > end) throw new Error(`never true: ${expression}; faults: ${faults.join("; ")}`);
      await new Promise((soon) => setTimeout(soon, 50));
    }
  };
  const press = async (key, code = key) => {
    await send("Input.dispatchKeyEvent", { type: "keyDown", key, code, windowsVirtualKeyCode: { ArrowRight: 39, ArrowLeft: 37, Tab: 9, Enter: 13 }[key] });
    await send("Input.dispatchKeyEvent", { type: "keyUp", key, code });
  };
  const picture = async (path, whole = false) => {
    const { data } = await send("Page.captureScreenshot", { format: "png", captureBeyondViewport: whole });
    writeFileSync(path, Buffer.from(data, "base64"));
  };
  const close = async () => {
    const gone = new Promise((done) => child.once("exit", done));
    const patience = setTimeout(() => child.kill("SIGKILL"), 5000);
    send("Browser.close").catch(() => {});
    await gone;
    clearTimeout(patience);
    // Its helpers may write for a moment longer.
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  return { evaluate, until, press, picture, close, faults, send };
}
