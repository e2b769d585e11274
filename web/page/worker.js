// The engine's thread: one question at a time, JSON in, JSON out; simulated flasks go as bytes behind a zero.
let engine;

const tell = (message) => self.postMessage(message);

// The drawing library brings bindings for canvases of browsers, which nothing here calls.
const unused = (module) => {
  const imports = { page: { progress: (done, total) => tell({ progress: { done, total } }) } };
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] ??= () => { throw new Error(`${name} is not part of the page`); };
  }
  return imports;
};

function ask(question, part) {
  const words = new TextEncoder().encode(JSON.stringify(question));
  const length = words.length + (part ? part.length + 1 : 0);
  const at = engine.room(length);
  const bytes = new Uint8Array(engine.memory.buffer, at, length);
  bytes.set(words);
  if (part) bytes.set(part, words.length + 1);
  const told = engine.answer();
  const answer = new Uint8Array(engine.memory.buffer, engine.told(), told);
  return answer[0] === 0 ? { ok: answer.slice(1) } : JSON.parse(new TextDecoder().decode(answer));
}

self.onmessage = async ({ data }) => {
  try {
    if (data.module) {
      engine = (await WebAssembly.instantiate(data.module, unused(data.module))).exports;
      tell({ ready: true });
    } else {
      tell({ id: data.id, answer: ask(data.question, data.part) });
    }
  } catch (fault) {
    tell({ id: data.id, fault: String(fault) });
  }
};
