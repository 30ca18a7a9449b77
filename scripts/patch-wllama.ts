import type { Plugin } from 'vite';

/**
 * Changes to wllama 3.8.1. Its worker receives a slice of the file instead of the bytes, and copies it into the wasm
 * heap through one buffer. As published, each tensor's bytes arrive in a separate buffer that waits for the worker's
 * garbage collector: 0.2 to 0.3 of the file's size at the peak (measured; `bench:app gguf-memory`). Its debug call
 * returns the wasm heap, which the library does not otherwise expose: its size is reported, and logits are read from
 * it.
 */
const changes: readonly (readonly [from: string, to: string])[] = [
  ['const buffer = yield chunk.arrayBuffer();\n', ''],
  [
    '{ verb: "fs.read_res", args: [buffer] },\n          { transfer: [buffer] }',
    '{ verb: "fs.read_res", args: [chunk] }',
  ],
  [
    escapeQuotes(`\
  const bytes = new Uint8Array(data);
  getHeapU8().set(bytes, out_ptr);
  return toSizeT(bytes.length);`),
    escapeQuotes(`\
  const reader = data.stream().getReader({ mode: 'byob' });
  for (let at = out_ptr; ; ) {
    const { done, value } = await reader.read(new Uint8Array(readBuffer)).catch((error) => {
      throw new Error('File read failed: ' + error);
    });
    readBuffer = value.buffer;
    if (done) return toSizeT(at - out_ptr);
    getHeapU8().set(value, at);
    at += value.length;
  }`),
  ],
  [
    escapeQuotes('let isAwaitReading = false;'),
    escapeQuotes(`let isAwaitReading = false;\nlet readBuffer = new ArrayBuffer(${2 ** 20});`),
  ],
  [escapeQuotes('const result = await wllamaDebug();'), escapeQuotes('const result = getHeapU8().buffer;')],
  [
    `\
        verb: "wllama.debug",
        args: [],
        callbackId: this.taskId++
      });
      return JSON.parse(result);`,
    `\
        verb: "wllama.debug",
        args: [],
        callbackId: this.taskId++
      });
      return result;`,
  ],
];

/**
 * Applies the changes in the bundles of the page and its workers.
 * @throws Error if the installed version does not match
 */
export function patchWllama(): Plugin {
  return {
    name: 'patch-wllama',
    transform: {
      filter: { id: /@wllama\/wllama\/esm\/index\.js(\?|$)/ },
      handler: (code) => ({ code: changes.reduce(applyChange, code), map: null }),
    },
  };
}

function applyChange(code: string, [from, to]: (typeof changes)[number]): string {
  const parts = code.split(from);
  if (parts.length !== 2)
    throw new Error(`the installed wllama does not match scripts/patch-wllama.ts: expected exactly one "${from}"`);
  return parts.join(to);
}

/** Escapes code for a string literal: the library contains its worker's code as a string. */
function escapeQuotes(code: string): string {
  return JSON.stringify(code).slice(1, -1);
}
