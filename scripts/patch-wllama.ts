import type { Plugin } from 'vite';

/**
 * What wllama 3.8.1 is changed in: its worker is answered with a slice of the file instead of its bytes, and copies that
 * into the wasm heap through one buffer. As published, each tensor's bytes come in a buffer of their own, which waits for
 * the worker's garbage collector: 0.2 to 0.3 of the file's size at the peak (measured; `bench:app gguf-memory`). Its
 * question for debugging is answered with the size of the wasm heap, which the library tells nowhere else.
 */
const changes: readonly (readonly [from: string, to: string])[] = [
  ['const buffer = yield chunk.arrayBuffer();\n', ''],
  [
    '{ verb: "fs.read_res", args: [buffer] },\n          { transfer: [buffer] }',
    '{ verb: "fs.read_res", args: [chunk] }',
  ],
  [
    quoted(`\
  const bytes = new Uint8Array(data);
  getHeapU8().set(bytes, out_ptr);
  return toSizeT(bytes.length);`),
    quoted(`\
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
    quoted('let isAwaitReading = false;'),
    quoted(`let isAwaitReading = false;\nlet readBuffer = new ArrayBuffer(${2 ** 20});`),
  ],
  [
    quoted('const result = await wllamaDebug();'),
    quoted('const result = JSON.stringify({ heapBytes: getHeapU8().byteLength });'),
  ],
];

/** Applies them, in the page's bundle and in its workers'. @throws Error of a version that they do not fit */
export function patchWllama(): Plugin {
  return {
    name: 'patch-wllama',
    transform: {
      filter: { id: /@wllama\/wllama\/esm\/index\.js(\?|$)/ },
      handler: (code) => ({ code: changes.reduce(change, code), map: null }),
    },
  };
}

function change(code: string, [from, to]: (typeof changes)[number]): string {
  const parts = code.split(from);
  if (parts.length !== 2) throw new Error(`wllama is another than scripts/patch-wllama.ts knows: no single "${from}"`);
  return parts.join(to);
}

/** As it stands in a text that holds a program, which is how the library carries its worker. */
function quoted(program: string): string {
  return JSON.stringify(program).slice(1, -1);
}
