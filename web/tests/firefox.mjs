// Firefox, driven over a WebSocket (WebDriver BiDi).
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { questions } from "./questions.mjs";
import { connect } from "./socket.mjs";

export const NAME = "Firefox";
export const PROGRAMS = [process.env.FIREFOX, "firefox-esr", "firefox"];

/** Keys by the numbers that the protocol gives them. */
const KEYS = { Tab: "\uE004", Enter: "\uE007", " ": " ", ArrowLeft: "\uE012", ArrowRight: "\uE014" };

export function launch(program, { profile, downloads }) {
  mkdirSync(profile);
  const settings = { "browser.download.folderList": 2, "browser.download.dir": downloads, "browser.download.useDownloadDir": true,
    "browser.download.alwaysOpenPanel": false };
  writeFileSync(join(profile, "user.js"), Object.entries(settings)
    .map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});\n`).join(""));
  return spawn(program, ["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", profile],
    { stdio: ["ignore", "ignore", "pipe"] });
}

/** Where a Firefox that was just started listens. */
function address(child) {
  return new Promise((done, failed) => {
    let told = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      told += text;
      const [, found] = /listening on (ws:\S+)/.exec(told) ?? [];
      if (found) done(found);
    });
    child.once("exit", () => failed(new Error(`Firefox ended before it listened:\n${told}`)));
  });
}

export async function drive(child) {
  const faults = [];
  let write;
  const { send, answered } = questions((id, method, params) => write(JSON.stringify({ id, method, params })));
  write = await connect(`${await address(child)}/session`, (text) => {
    const { id, result, error, message, method, params } = JSON.parse(text);
    if (method === "log.entryAdded" && params.level === "error") faults.push(params.text);
    answered(id, result, error && `${error}: ${message}`);
  });
  await send("session.new", { capabilities: {} });
  await send("session.subscribe", { events: ["log.entryAdded"] });
  const { context } = await send("browsingContext.create", { type: "tab" });
  return {
    faults,
    // A phone is not to be had here, only its size.
    size: (width, height) => send("browsingContext.setViewport", { context, viewport: { width, height }, devicePixelRatio: 1 }),
    go: (url) => send("browsingContext.navigate", { context, url, wait: "interactive" }),
    evaluate: async (expression) => {
      // As JSON, since the protocol's own form of values differs from the other browser's.
      const { type, result, exceptionDetails } = await send("script.evaluate", {
        expression: `Promise.resolve((0, eval)(${JSON.stringify(expression)})).then(JSON.stringify)`, target: { context }, awaitPromise: true,
      });
      if (type === "exception") throw new Error(exceptionDetails.text);
      return result.type === "undefined" ? undefined : JSON.parse(result.value);
    },
    press: (key) => send("input.performActions", { context, actions: [{ type: "key", id: "keys",
      actions: ["keyDown", "keyUp"].map((type) => ({ type, value: KEYS[key] })) }] }),
    picture: async (whole) => (await send("browsingContext.captureScreenshot", { context, origin: whole ? "document" : "viewport" })).data,
    print: async () => (await send("browsingContext.print", { context, page: { width: 21, height: 29.7 }, background: true })).data,
    quit: () => send("browser.close"),
  };
}
