// Chromium, driven over two pipes (Chrome DevTools Protocol).
import { spawn } from "node:child_process";
import { questions } from "./questions.mjs";

export const NAME = "Chromium";
export const PROGRAMS = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"];

/** Keys with their codes, and what they type. */
const KEYS = { Tab: [9], Enter: [13, "\r"], " ": [32, " "], ArrowLeft: [37], ArrowRight: [39] };

export function launch(program, { profile }) {
  return spawn(program, ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
    `--user-data-dir=${profile}`, "--no-first-run"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
}

export async function drive(child, { downloads }) {
  const [, , , to, from] = child.stdio;
  const faults = [];
  let session;
  const { send, answered } = questions((id, method, params) => {
    to.write(`${JSON.stringify({ id, method, params, ...(session ? { sessionId: session } : {}) })}\0`);
  });
  let rest = "";
  from.setEncoding("utf8").on("data", (text) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop();
    for (const { id, result, error, method, params } of messages.map((one) => JSON.parse(one))) {
      if (method === "Runtime.exceptionThrown") faults.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      if (method === "Log.entryAdded" && params.entry.level === "error") faults.push(params.entry.text);
      answered(id, result, error?.message);
    }
  });
  await send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  ({ sessionId: session } = await send("Target.attachToTarget", { targetId, flatten: true }));
  await send("Runtime.enable");
  await send("Log.enable");
  return {
    faults,
    size: (width, height, phone = false) => send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: phone }),
    go: (url) => send("Page.navigate", { url }),
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    press: async (key) => {
      const [windowsVirtualKeyCode, text] = KEYS[key];
      await send("Input.dispatchKeyEvent", { type: "keyDown", key, code: key === " " ? "Space" : key, windowsVirtualKeyCode, text });
      await send("Input.dispatchKeyEvent", { type: "keyUp", key, code: key === " " ? "Space" : key, windowsVirtualKeyCode });
    },
    picture: async (whole) => (await send("Page.captureScreenshot", { format: "png", captureBeyondViewport: whole })).data,
    print: async () => (await send("Page.printToPDF", { preferCSSPageSize: true })).data,
    quit: () => send("Browser.close"),
  };
}
