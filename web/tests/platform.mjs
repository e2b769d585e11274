// Recipes of a folder run by the page's engine into another, as the program would: `node platform.mjs RECIPES INTO NAME...`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { engine } from "./engine.mjs";

const [from, into, ...recipes] = process.argv.slice(2);
for (const recipe of recipes) {
  const { ask } = await engine();
  const file = `${recipe}.toml`;
  const text = readFileSync(join(from, file), "utf8");
  await ask({ ask: "open", file, text });
  const worlds = /^\[plain\]/m.test(text) ? null : 2;
  const { files, answer } = await ask({ ask: "files", worlds });
  for (const [name, content] of Object.entries(files)) {
    const path = join(into, recipe, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  writeFileSync(join(into, `${recipe}.txt`), `${answer.trimEnd()}\n\n`);
}
