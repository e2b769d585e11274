// The engine's thread: one question at a time, JSON in, JSON out.
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

function ask(question) {
  const bytes = new TextEncoder().encode(JSON.stringify(question));
  const at = engine.room(bytes.length);
  new Uint8Array(engine.memory.buffer, at, bytes.length).set(bytes);
  const length = engine.answer();
  const answer = new Uint8Array(engine.memory.buffer, engine.told(), length);
  return JSON.parse(new TextDecoder().decode(answer));
}

self.onmessage = async ({ data }) => {
  try {
    if (data.module) {
      engine = (await WebAssembly.instantiate(data.module, unused(data.module))).exports;
      tell({ ready: true });
    } else {
      tell({ id: data.id, answer: ask(data.question) });
    }
  } catch (fault) {
    tell({ id: data.id, fault: String(fault) });
  }
};
